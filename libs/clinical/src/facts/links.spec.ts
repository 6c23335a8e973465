import { describe, expect, test } from '@jest/globals';
import { injectionDay, leftInjection, nrs, odi, steroid } from '../testing/contents.js';
import { derived, outcome, type Derived } from '../testing/derived.js';
import { administration, linked, mrn, procedure, score, snapshot, unlinked } from '../testing/events.js';
import { allOrders } from '../testing/orders.js';

const days = ['2026-03-20T09:00:00Z', '2026-03-21T09:00:00Z', '2026-03-22T09:00:00Z', '2026-03-23T09:00:00Z'] as const;
const [first, second, third, fourth] = days;

const ofA = procedure({ id: 'PRC1', patient: 'A' }, leftInjection);
const ofB = score({ id: 'S1', patient: 'B' }, nrs(3, '2026-03-26'));
const merged = linked({ survivor: 'A', merged: 'B', at: first });

describe('rule 6: links between patients are facts', () => {
  test('a merge makes one person of two: the survivor is the subject of all, in any order', () => {
    const events = [
      ofA,
      administration({ id: 'M1', patient: 'A' }, steroid),
      score({ id: 'S0', patient: 'B' }, nrs(8, injectionDay, { timing: 'before' })),
      ofB,
      merged,
    ];
    for (const order of allOrders(events)) {
      expect(derived(order).patients).toHaveLength(1);
      expect(subjectsOf(derived(order))).toEqual(['A']);
      expect(outcome(derived(order), 'W2')).toMatchObject({ status: 'observed', result: { baseline: 8, value: 3 } });
    }
  });

  test('the survivor is the target of the newest link', () => {
    const other = linked({ survivor: 'C', merged: 'A', at: second });
    for (const order of allOrders([ofA, ofB, merged, other])) expect(subjectsOf(derived(order))).toEqual(['C']);
  });

  test('the same pair merged the other way round turns the survivor', () => {
    const turned = linked({ survivor: 'B', merged: 'A', at: second });
    for (const order of allOrders([ofA, merged, turned])) expect(subjectsOf(derived(order))).toEqual(['B']);
  });

  test('an un-merge returns what was reported for each; what came for the survivor in between stays', () => {
    const between = score({ id: 'S2', patient: 'A', at: second }, odi(30, '2026-03-26'));
    const apart = unlinked({ survivor: 'A', merged: 'B', at: third });
    for (const order of allOrders([ofA, ofB, merged, between, apart])) {
      const { patients, observations } = derived(order);
      expect(patients).toHaveLength(2);
      expect(observations.map(({ code, subject }) => [code?.coding?.[0]?.code, subject?.identifier])).toEqual(
        expect.arrayContaining([
          ['72514-3', mrn('B')],
          ['97909-6', mrn('A')],
        ]),
      );
    }
  });

  test('what stayed with the survivor moves when the source moves it', () => {
    const between = score({ id: 'S2', patient: 'A', at: second }, odi(30, '2026-03-26'));
    const apart = unlinked({ survivor: 'A', merged: 'B', at: third });
    const moved = score({ id: 'S2', patient: 'B', at: fourth }, odi(30, '2026-03-26'));
    for (const order of allOrders([merged, between, apart, moved])) {
      expect(derived(order).observations.map(({ subject }) => subject?.identifier)).toEqual([mrn('B')]);
    }
  });

  test('a link and its end in one moment: the same one holds in any order', () => {
    const apart = unlinked({ survivor: 'A', merged: 'B', at: first });
    const results = allOrders([ofA, ofB, merged, apart]).map((order) => derived(order).patients);
    for (const result of results) expect(result).toEqual(results[0]);
  });

  test('a chain of merges is one person; its middle taken out, it is two', () => {
    const chain = [ofA, merged, linked({ survivor: 'B', merged: 'C', at: second })];
    expect(derived(chain).patients).toHaveLength(1);
    const cut = [...chain, unlinked({ survivor: 'A', merged: 'B', at: third })];
    expect(
      derived(cut)
        .patients.map(({ members }) => members.length)
        .sort(),
    ).toEqual([1, 2]);
  });

  test('after a merge, a list that comes for the survivor holds for what was reported for the other', () => {
    const list = snapshot({ patient: 'B', visit: 'V1', members: [], at: second });
    const mergedIntoB = linked({ survivor: 'B', merged: 'A', at: first });
    const reported = procedure({ id: 'PRC1', patient: 'A', at: '2026-03-12T10:30:00-04:00' }, leftInjection);
    for (const order of allOrders([reported, mergedIntoB, list])) expect(derived(order).procedures).toEqual([]);
  });

  test('a fact that moves between merged patients keeps what was said of it for each', () => {
    const forA = procedure({ id: 'PRC1', patient: 'A', at: first }, leftInjection);
    const forB = procedure({ id: 'PRC1', patient: 'B', at: second }, { modifiers: ['RT'] });
    expect(derived([forA, forB, merged]).procedures).toMatchObject([
      { status: 'completed', bodySite: [{ text: 'Right sacroiliac joint' }] },
    ]);
  });
});

function subjectsOf({ procedures, observations }: Derived): readonly (string | undefined)[] {
  return [...new Set([...procedures, ...observations].map(({ subject }) => subject?.identifier?.value))];
}
