import { describe, expect, it } from '@jest/globals';
import type { ProcedureEvent } from '@ilium/contracts';
import type { Outgoing } from '@ilium/messaging';
import * as fc from 'fast-check';
import { anyCourses, anyScores } from '../../../libs/clinical/src/testing/score-histories.js';
import { everybody } from './patient-walk.js';
import { entriesOf } from './testing/entries.js';
import { storeOfSpec } from './testing/mapper-store.js';
import { injection, inVisitOf, nrs, steroid, taken } from './testing/reports.js';

const store = await storeOfSpec('2026-11-01');

/** Live keys, and what somebody should look at. */
async function state() {
  const work: { key: string }[] = await store.dataSource.query(`SELECT key FROM work_items ORDER BY key`);
  return [await store.live(), work.map(({ key }) => key)];
}

/** As if everything that is published said something else: what is compared is sent again. */
async function forgetWhatWasSaid(): Promise<void> {
  await store.dataSource.query(`UPDATE published SET digest = ''`);
}

async function deriveEverybody(): Promise<void> {
  await store.dataSource.transaction(async (manager) =>
    store.service().deriveAgain(manager, await everybody(manager, '', 10)),
  );
}

function course(id: string, day: string): readonly ProcedureEvent[] {
  const performed = `${day}T10:05:00-04:00`;
  return [
    injection({ patient: 'A', id }, { performed }),
    steroid({ patient: 'A', id: `M-${id}` }, { ...inVisitOf(id), start: performed }),
  ];
}

/** Of minutes; scores are told on their day. */
const aMonth = 43_200;

const courses = [...course('P1', '2025-10-10'), ...course('P2', '2026-03-10')];

function windowsSent(published: readonly Outgoing[]): number {
  return published.filter(({ topic }) => topic === 'outcome-observations').length;
}

describe('new scores', () => {
  it('leave the same live keys and the same work as deriving everything, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(anyCourses, anyScores, async (done, scores) => {
        await store.empty();
        await store.learn(...done);
        for (const score of scores) await store.learn(score);
        const inParts = await state();
        await deriveEverybody();
        expect(inParts).toEqual(await state());
        await store.empty();
        await store.learn(...done, ...scores);
        expect(inParts).toEqual(await state());
      }),
      { numRuns: 25 },
    );
  });

  it('compare nothing that they do not touch', async () => {
    await store.learn(...courses);
    await forgetWhatWasSaid();
    const published = await store.learn(nrs({ patient: 'A', id: 'S1' }, 3, '2025-10-24'));
    expect(entriesOf(published)).toHaveLength(1);
    const [all]: { count: string }[] = await store.dataSource.query(
      `SELECT count(*) FROM published WHERE kind = 'outcome'`,
    );
    expect(windowsSent(published)).toBeLessThan(Number(all?.count));
    await forgetWhatWasSaid();
    const whole = await store.learn(
      steroid({ patient: 'A', id: 'M-P1', minute: 1 }, { dose: { value: 80, unit: 'mg' } }),
    );
    expect(entriesOf(whole).length).toBeGreaterThan(4);
  });

  it('that are taken back, or move to another day, take back what followed from them', async () => {
    await store.learn(...courses);
    const before = await state();
    await store.learn(nrs({ patient: 'A', id: 'S1' }, 3, '2025-10-24'));
    await store.learn(nrs({ patient: 'A', id: 'S1', minute: 1 }, 3, '2026-03-24'));
    await store.learn(taken('score', { patient: 'A', id: 'S1', minute: aMonth }));
    expect(await state()).toEqual(before);
  });

  it('are derived with everything where a day has come that nobody was derived on yet', async () => {
    store.asOf = '2026-03-13';
    await store.learn(...courses);
    store.asOf = '2026-11-01';
    await store.learn(nrs({ patient: 'A', id: 'S1' }, 3, '2025-10-24'));
    const inTime = await state();
    await store.empty();
    await store.learn(...courses, nrs({ patient: 'A', id: 'S1' }, 3, '2025-10-24'));
    expect(await state()).toEqual(inTime);
  });

  it('are derived with everything once after the tables have come to know scopes', async () => {
    await store.learn(...courses, nrs({ patient: 'A', id: 'S1' }, 3, '2025-10-24'));
    await store.dataSource.undoLastMigration();
    await store.dataSource.runMigrations();
    await store.learn(nrs({ patient: 'A', id: 'S1', minute: 1 }, 3, '2026-03-24'));
    const migrated = await state();
    await deriveEverybody();
    expect(await state()).toEqual(migrated);
    await forgetWhatWasSaid();
    expect(entriesOf(await store.learn(nrs({ patient: 'A', id: 'S1', minute: 2 }, 4, '2026-03-24')))).toHaveLength(1);
  });
});
