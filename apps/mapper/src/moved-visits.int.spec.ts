import { describe, expect, it } from '@jest/globals';
import { entriesOf } from './testing/entries.js';
import { storeOfSpec } from './testing/mapper-store.js';
import { injection, inVisitOf, linked, moved, nrs, steroid } from './testing/reports.js';

const store = await storeOfSpec();

async function ownersOf(): Promise<ReadonlySet<string>> {
  const rows: { patient_key: string }[] = await store.dataSource.query(
    `SELECT patient_key FROM published WHERE NOT is_retracted`,
  );
  return new Set(rows.map((row) => row.patient_key));
}

describe('a visit that the source moves to another patient', () => {
  const course = [
    injection({ patient: 'A', id: 'P1' }),
    steroid({ patient: 'A', id: 'M1' }, inVisitOf('P1')),
    injection({ patient: 'B', id: 'P2' }),
  ];

  it('takes its records along under their keys, each one change with a higher revision, and back again', async () => {
    const before = entriesOf(await store.learn(...course)).filter(({ subject }) => subject === 'A');
    const live = await store.live();
    const there = entriesOf(await store.learn(moved('A', 'B', 'P1', 1)));
    expect(there).toEqual(before.map((entry) => ({ ...entry, subject: 'B', revision: expect.any(Number) })));
    expect(await ownersOf()).toEqual(new Set([store.patientKey('B')]));
    const back = entriesOf(await store.learn(moved('A', 'B', 'P1', 2, 'void')));
    expect(back).toEqual(before.map((entry) => ({ ...entry, revision: expect.any(Number) })));
    expect(await ownersOf()).toEqual(new Set([store.patientKey('A'), store.patientKey('B')]));
    for (const [index, { revision }] of back.entries()) {
      expect(revision).toBeGreaterThan(there[index]?.revision ?? Infinity);
      expect(there[index]?.revision).toBeGreaterThan(before[index]?.revision ?? Infinity);
    }
    expect(await store.live()).toEqual(live);
  });

  it('brings what comes later for the former patient to the new one, though only the former is named', async () => {
    await store.learn(...course, moved('A', 'B', 'P1', 1));
    const corrected = entriesOf(
      await store.learn(injection({ patient: 'A', id: 'P1', minute: 2 }, { status: 'stopped' })),
    );
    expect(corrected).toContainEqual(expect.objectContaining({ status: 'stopped', subject: 'B' }));
  });

  it('follows a chain whose moves come one by one, in any order, and gives back its end', async () => {
    const moves = [moved('A', 'B', 'P1', 1), moved('B', 'C', 'P1', 2)];
    for (const order of [moves, moves.toReversed()]) {
      await store.empty();
      await store.learn(...course);
      for (const move of order) await store.learn(move);
      expect(await ownersOf()).toEqual(new Set([store.patientKey('B'), store.patientKey('C')]));
      const ended = entriesOf(await store.learn(moved('A', 'B', 'P1', 3, 'void')));
      expect(new Set(ended.map(({ subject }) => subject))).toEqual(new Set(['A']));
    }
  });

  it('leaves the patients two persons, who can be merged and be two again', async () => {
    await store.learn(...course, moved('A', 'B', 'P1', 1), nrs({ patient: 'A', id: 'S1' }, 4, '2026-03-20'));
    const live = await store.live();
    expect(await ownersOf()).toEqual(new Set([store.patientKey('A'), store.patientKey('B')]));
    await store.learn(linked('A', 'B', 2));
    expect(await ownersOf()).toEqual(new Set([store.patientKey('A')]));
    await store.learn(linked('A', 'B', 3, 'unlinked'));
    expect(await ownersOf()).toEqual(new Set([store.patientKey('A'), store.patientKey('B')]));
    expect(await store.live()).toEqual(live);
  });
});

describe('the table of links', () => {
  async function hasScopes(): Promise<boolean> {
    const columns: unknown[] = await store.dataSource.query(
      `SELECT FROM information_schema.columns WHERE table_name = 'links' AND column_name = 'scope'`,
    );
    return columns.length > 0;
  }

  it('is that of its entity', async () => {
    const { upQueries } = await store.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query).filter((query) => query.includes('links'))).toEqual([]);
  });

  it('keeps who is one person when its migration is taken back and run again', async () => {
    await store.learn(linked('A', 'B', 1), moved('A', 'C', 'P1', 1));
    while (await hasScopes()) await store.dataSource.undoLastMigration();
    await store.dataSource.runMigrations();
    const rows: unknown[] = await store.dataSource.query(`SELECT scope, active FROM links`);
    expect(rows).toEqual([{ scope: '', active: true }]);
  });
});
