import { describe, expect, it } from '@jest/globals';
import type { ProcedureEvent } from '@ilium/contracts';
import { defaultRules, factsFrom } from '@ilium/clinical';
import { RetryLater, type Outgoing, type OutgoingRecord } from '@ilium/messaging';
import * as fc from 'fast-check';
import type { EntityManager } from 'typeorm';
import { until } from '../../../dev/src/test-environment.js';
import { keyedIds } from './keyed-ids.js';
import { dueBy, walkPatients } from './patient-walk.js';
import { checkIdKey, registerRules } from './rules-version.js';
import { entriesOf } from './testing/entries.js';
import { injection, inVisitOf, linked, moved, nrs, steroid, taken } from './testing/reports.js';
import { storeOfSpec } from './testing/mapper-store.js';

const store = await storeOfSpec();

function outcomesOf(
  published: readonly Outgoing[],
): readonly { key: string; status: string; revision: number; kind?: string; window?: string }[] {
  return published
    .filter(({ topic }) => topic === 'outcome-observations')
    .map(({ value }) => JSON.parse(value))
    .filter(({ kind = 'score' }) => kind === 'score');
}

describe('a key that moves between patients', () => {
  it('gets a higher revision though its new patient only had low ones', async () => {
    await store.learn(injection({ patient: 'B', id: 'OTHER' }));
    const first = entriesOf(await store.learn(injection({ patient: 'A', id: 'P1' })));
    // Years of corrections: the key is far ahead of everything that the other patient has.
    await store.dataSource.query(`UPDATE published SET revision = revision + 40000000000 WHERE key = $1`, [
      first[0]?.key,
    ]);
    const before = await store.published(first[0]?.key ?? '');
    const moved = entriesOf(
      await store.learn(
        taken('procedure', { patient: 'A', id: 'P1', minute: 5 }),
        injection({ patient: 'B', id: 'P1', minute: 6 }),
      ),
    );
    expect(moved).toEqual([expect.objectContaining({ key: first[0]?.key, status: 'completed', subject: 'B' })]);
    expect(moved[0]?.revision).toBe(Number(before?.revision) + 1);
    expect(await store.published(first[0]?.key ?? '')).toMatchObject({ patient_key: store.patientKey('B') });
  });

  it("is one record whichever comes first, B's report or A's void", async () => {
    const events = [
      injection({ patient: 'A', id: 'P1' }),
      injection({ patient: 'B', id: 'P1', minute: 6 }),
      taken('procedure', { patient: 'A', id: 'P1', minute: 5 }),
    ];
    for (const event of events) await store.learn(event);
    const inOrder = await store.live();
    await store.empty();
    for (const event of events.toReversed()) await store.learn(event);
    expect(await store.live()).toEqual(inOrder);
    expect(Object.keys(inOrder).filter((key) => key.startsWith('Procedure/'))).toHaveLength(1);
  });
});

describe('any order, duplication and batching, with several batches at once', () => {
  const story: readonly ProcedureEvent[] = [
    injection({ patient: 'A', id: 'P1' }),
    steroid({ patient: 'A', id: 'M1' }, inVisitOf('P1')),
    nrs({ patient: 'A', id: 'S1' }, 8, '2026-03-10'),
    nrs({ patient: 'A2', id: 'S2' }, 3, '2026-03-26'),
    nrs({ patient: 'A2', id: 'S2', minute: 3, status: 'corrected' }, 4, '2026-03-26'),
    linked('A', 'A2', 2),
    injection({ patient: 'A', id: 'P2' }, { performed: '2026-03-29T09:00:00-04:00', modifiers: ['50'] }),
    injection({ patient: 'B', id: 'P2', minute: 9 }, { performed: '2026-03-29T09:00:00-04:00', modifiers: ['50'] }),
    taken('procedure', { patient: 'A', id: 'P2', minute: 8 }),
    moved('B', 'C', 'P2', 4),
    moved('B', 'D', 'P2', 10),
    nrs({ patient: 'D', id: 'S3' }, 6, '2026-03-28'),
    moved('A', 'D', 'P1', 3),
    moved('A', 'D', 'P1', 5, 'void'),
    injection({ patient: 'A', id: 'P1', minute: 1 }, { modifiers: ['RT'] }),
    injection({ patient: 'A', id: 'P1', minute: 1 }, { modifiers: ['LT', 'KX'] }),
  ];

  it('ends with the same live records and everything else retracted', async () => {
    await store.learn(...story);
    const expected = await store.live();
    expect(Object.keys(expected).length).toBeGreaterThan(6);
    const shuffled = fc.shuffledSubarray([...story, ...story.slice(3)], { minLength: story.length + story.length - 3 });
    await fc.assert(
      fc.asyncProperty(shuffled, fc.integer({ min: 1, max: 4 }), async (events, size) => {
        await store.empty();
        const batches = Array.from({ length: Math.ceil(events.length / size) }, (_, index) =>
          events.slice(index * size, (index + 1) * size),
        );
        // Four at a time, as with four partitions.
        for (let at = 0; at < batches.length; at += 4) {
          await Promise.all(batches.slice(at, at + 4).map((batch) => store.learn(...batch)));
        }
        expect(await store.live()).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});

describe('patients who are merged', () => {
  it('are one subject, and two again after the unlink', async () => {
    await store.learn(injection({ patient: 'A', id: 'P1' }), injection({ patient: 'B', id: 'P2' }));
    const merged = entriesOf(await store.learn(linked('A', 'B', 1)));
    expect(merged).toEqual([expect.objectContaining({ subject: 'A' })]);
    const apart = entriesOf(await store.learn(linked('A', 'B', 2, 'unlinked')));
    expect(apart).toEqual([expect.objectContaining({ key: merged[0]?.key, subject: 'B' })]);
  });
});

const course = [injection({ patient: 'A', id: 'P1' }), steroid({ patient: 'A', id: 'M1' }, inVisitOf('P1'))];

describe('windows', () => {
  it('open on their day without any event', async () => {
    store.asOf = '2026-03-12';
    expect(outcomesOf(await store.learn(...course))).toEqual([]);
    const [patient]: { due_day: string }[] = await store.dataSource.query(
      `SELECT to_char(due_day, 'YYYY-MM-DD') AS due_day FROM patients`,
    );
    expect(patient?.due_day).toBe('2026-03-17');
    store.asOf = '2026-03-17';
    const published = await store.dataSource.transaction((manager) =>
      store.service().deriveAgain(manager, [store.patientKey('A')]),
    );
    expect(outcomesOf(published)).toEqual([
      expect.objectContaining({ status: 'open', window: 'W1', measure: 'nrs' }),
      expect.objectContaining({ status: 'open', window: 'W1', measure: 'odi' }),
    ]);
  });

  it('keep their pseudonym from open to observed to retracted', async () => {
    store.asOf = '2026-03-18';
    const open = outcomesOf(await store.learn(...course)).find((one) => one.window === 'W1');
    const observed = outcomesOf(await store.learn(nrs({ patient: 'A', id: 'S1' }, 2, '2026-03-18')));
    expect(observed).toEqual([expect.objectContaining({ key: open?.key, status: 'observed' })]);
    const gone = outcomesOf(await store.learn(taken('administration', { patient: 'A', id: 'M1', minute: 9 })));
    expect(gone).toContainEqual(expect.objectContaining({ key: open?.key, status: 'entered-in-error' }));
    expect(gone.find((one) => one.key === open?.key)?.revision).toBeGreaterThan(observed[0]?.revision ?? Infinity);
  });
});

describe('revisions of outcomes', () => {
  it('begin at the month and count from there: they tell nobody when somebody was treated', async () => {
    store.asOf = '2026-03-18';
    const before = startOfMonth();
    const open = outcomesOf(await store.learn(...course));
    for (const { revision } of open) expect([before, startOfMonth()]).toContain(revision);
    const observed = outcomesOf(await store.learn(nrs({ patient: 'A', id: 'S1' }, 2, '2026-03-18')));
    expect(observed.map(({ revision }) => revision)).toEqual([(open[0]?.revision ?? 0) + 1]);
  });

  it('pass, when they are published again, what a restored store gave out after its back-up and no longer knows', async () => {
    store.asOf = '2026-03-18';
    const republished = async () =>
      outcomesOf(
        await store.dataSource.transaction((manager) => store.service().republish(manager, [store.patientKey('A')])),
      )[0];
    const [open] = outcomesOf(await store.learn(...course));
    const again = await republished();
    await store.dataSource.query(`UPDATE published SET revision = $2 WHERE revision > $2 AND kind = $1`, [
      'outcome',
      open?.revision,
    ]);
    expect((await republished())?.revision).toBeGreaterThan((again?.revision ?? Infinity) + 1);
  });
});

/** In µs. */
function startOfMonth(): number {
  const now = new Date();
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth()) * 1_000;
}

describe('two patients who were given the same visit number', () => {
  it('share no output key, whatever came first', async () => {
    const visit = { visit: { system: 'urn:ilium:test:visit', value: 'SHARED' } };
    const events = [
      injection({ patient: 'A', id: 'P1' }, visit),
      steroid({ patient: 'A', id: 'M1' }, visit),
      injection({ patient: 'B', id: 'P2' }, visit),
      steroid({ patient: 'B', id: 'M2' }, visit),
    ];
    for (const event of events) await store.learn(event);
    const inOrder = await store.live();
    await store.empty();
    for (const event of events.toReversed()) await store.learn(event);
    expect(await store.live()).toEqual(inOrder);
    const [owners]: { count: string }[] = await store.dataSource.query(
      `SELECT count(DISTINCT patient_key) FROM published WHERE kind = 'outcome'`,
    );
    expect(owners?.count).toBe('2');
  });
});

describe('publishing again', () => {
  it('sends live and retracted keys alike, each under a higher revision', async () => {
    const first = entriesOf(
      await store.learn(injection({ patient: 'A', id: 'P1' }), injection({ patient: 'A', id: 'P2' })),
    );
    await store.learn(taken('procedure', { patient: 'A', id: 'P2', minute: 1 }));
    const again = entriesOf(
      await store.dataSource.transaction((manager) => store.service().republish(manager, [store.patientKey('A')])),
    );
    expect(again.map(({ status }) => status).sort()).toEqual(['completed', 'entered-in-error']);
    for (const { key, revision } of again) {
      expect(revision).toBeGreaterThan(first.find((entry) => entry.key === key)?.revision ?? Infinity);
    }
  });
});

describe('a circle of linked patients that changes while somebody waits for it', () => {
  it('is looked at again, though it is as large as before', async () => {
    await store.learn(injection({ patient: 'A', id: 'P1' }), injection({ patient: 'B', id: 'P2' }));
    await store.learn(injection({ patient: 'C', id: 'P3' }), linked('A', 'B', 1));
    const runner = store.dataSource.createQueryRunner();
    await runner.startTransaction();
    const other = [linked('A', 'B', 2, 'unlinked'), linked('C', 'A', 2)];
    await store.service().learn(
      runner.manager,
      other.map((event) => factsFrom(event, store.ids)),
    );
    const waiting = store.learn(nrs({ patient: 'A', id: 'S1' }, 4, '2026-03-20'));
    await until('the other batch to wait for a lock', async () => {
      const rows: unknown[] = await store.dataSource.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      return rows.length > 0;
    });
    await runner.commitTransaction();
    await runner.release();
    expect(entriesOf(await waiting)).toEqual([expect.objectContaining({ subject: 'C', status: 'final' })]);
  });
});

describe('the daily sweep', () => {
  it('derives everybody who is due, in small transactions, and nobody twice', async () => {
    store.asOf = '2026-03-12';
    const patients = Array.from({ length: 230 }, (_, index) => `W${index}`);
    await store.learn(
      ...patients.flatMap((patient) => [
        injection({ patient, id: `P-${patient}` }),
        steroid({ patient, id: `M-${patient}` }, inVisitOf(`P-${patient}`)),
      ]),
    );
    store.asOf = '2026-03-17';
    const published: OutgoingRecord[] = [];
    const outbox = store.outbox(published);
    const step = (manager: EntityManager, keys: readonly string[]) => store.service().deriveAgain(manager, keys);
    expect(await walkPatients(outbox, dueBy(store.asOf), step)).toBe(230);
    expect(await walkPatients(outbox, dueBy(store.asOf), step)).toBe(0);
    await outbox.close();
    expect(published).toHaveLength(460);
  });
});

describe('the key of the ids', () => {
  it('can not be changed once records were made with it', async () => {
    await checkIdKey(store.dataSource, store.ids);
    await checkIdKey(store.dataSource, store.ids);
    const another = keyedIds('another key for tests that is long enough');
    await expect(checkIdKey(store.dataSource, another)).rejects.toThrow('Set the former key');
  });
});

describe('rules', () => {
  it('are others as soon as anything in them is, whatever they are called', async () => {
    const moved = { ...defaultRules, timeZone: 'Asia/Tokyo' };
    expect(await registerRules(store.dataSource, defaultRules, store.ids)).toBe(store.rulesOrdinal);
    expect(await registerRules(store.dataSource, moved, store.ids)).toBeGreaterThan(store.rulesOrdinal);
  });

  it('of an older instance may not write over those of a newer one', async () => {
    await store.learn(injection({ patient: 'A', id: 'P1' }));
    const older = store.service(store.rulesOrdinal - 1);
    await expect(
      store.dataSource.transaction((manager) => older.republish(manager, [store.patientKey('A')])),
    ).rejects.toThrow(RetryLater);
  });
});
