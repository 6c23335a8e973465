import { describe, expect, it } from '@jest/globals';
import type { Outgoing } from '@ilium/messaging';
import { storeOfSpec } from './testing/mapper-store.js';
import { flagged, injection, inVisitOf, linked, nrs, steroid } from './testing/reports.js';

const store = await storeOfSpec();

function statusesOf(published: readonly Outgoing[]): ReadonlyMap<string, string> {
  const outcomes = published.filter(({ topic }) => topic === 'outcome-observations');
  return new Map(outcomes.map(({ key, value }) => [String(key), JSON.parse(value).status]));
}

async function excluded(): Promise<Record<string, string>> {
  const rows: { value: string; excluded: string }[] = await store.dataSource.query(
    `SELECT value, excluded FROM patients WHERE excluded IS NOT NULL ORDER BY value`,
  );
  return Object.fromEntries(rows.map((row) => [row.value, row.excluded]));
}

function treated(patient: string) {
  return store.learn(
    injection({ patient, id: `P${patient}` }),
    steroid({ patient, id: `M${patient}` }, inVisitOf(`P${patient}`)),
    nrs({ patient, id: `S${patient}` }, 5, '2026-03-20'),
  );
}

describe('clinical rule 25: patients whose outcomes are not to be published', () => {
  it('who opt out later take back every outcome, and all come back under the same names with the flag taken off', async () => {
    const before = statusesOf(await treated('A'));
    expect(before.size).toBeGreaterThan(0);
    const hidden = statusesOf(await store.learn(flagged({ patient: 'A', id: 'A', minute: 1 }, ['opt-out'])));
    expect(hidden).toEqual(new Map([...before.keys()].map((key) => [key, 'entered-in-error'])));
    expect(await excluded()).toEqual({ A: 'hidden' });
    const shown = statusesOf(await store.learn(flagged({ patient: 'A', id: 'A', minute: 2 }, [])));
    expect(shown).toEqual(before);
    expect(await excluded()).toEqual({});
  });

  it('who are tests are counted, whoever else is flagged', async () => {
    await treated('A');
    await store.learn(
      flagged({ patient: 'B', id: 'B' }, ['test']),
      flagged({ patient: 'C', id: 'C' }, ['vip', 'test']),
    );
    expect(statusesOf(await treated('B'))).toEqual(new Map());
    expect(await excluded()).toEqual({ B: 'test', C: 'test' });
  });

  it('who are linked are one person: an opt-out told of one holds for all, and is counted once', async () => {
    await treated('A');
    await store.learn(flagged({ patient: 'B', id: 'B' }, ['opt-out']), linked('A', 'B'));
    expect(await excluded()).toEqual({ A: 'hidden' });
    await store.learn(linked('A', 'B', 1, 'unlinked'));
    expect(await excluded()).toEqual({ B: 'hidden' });
  });
});
