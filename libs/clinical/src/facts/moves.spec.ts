import { describe, expect, test } from '@jest/globals';
import type { ProcedureEvent } from '@ilium/contracts';
import { injection, leftInjection, nrs, ofVisit, steroid } from '../testing/contents.js';
import { derived, known, sidesOf } from '../testing/derived.js';
import { administration, linked, moved, procedure, score, snapshot, unlinked, visitNumber } from '../testing/events.js';
import { allOrders } from '../testing/orders.js';
import { defaultRules } from '../rules.js';
import { circlesOf, groupPatients } from './links.js';

const days = ['2026-03-20T09:00:00Z', '2026-03-21T09:00:00Z', '2026-03-22T09:00:00Z', '2026-03-23T09:00:00Z'] as const;
const [first, second, third, fourth] = days;

const ofA = procedure({ id: 'PRC1', patient: 'A' }, leftInjection);
const toB = moved({ from: 'A', to: 'B', visit: 'V1', at: first });

/** Each record's subject, in the order of the records' types. */
function subjectsOf(events: Iterable<ProcedureEvent>): readonly (string | undefined)[] {
  const { procedures, administrations, observations } = derived(events, undefined, defaultRules);
  return [...procedures, ...administrations, ...observations].map(({ subject }) => subject?.identifier?.value);
}

describe('rule 6: the source moves a visit or an account to another patient', () => {
  test('all that was reported in the visit is the other patient’s, under its keys, in any order; the rest stays', () => {
    const visit = [
      ofA,
      administration({ id: 'M1', patient: 'A' }, steroid),
      score({ id: 'S1', patient: 'A' }, nrs(3, '2026-03-26', ofVisit('V1'))),
    ];
    const other = score({ id: 'S2', patient: 'A' }, nrs(5, '2026-04-26', ofVisit('V2')));
    for (const order of allOrders([...visit, other, toB])) {
      expect(subjectsOf(order).slice(0, 2)).toEqual(['B', 'B']);
      expect(subjectsOf(order).toSorted()).toEqual(['A', 'B', 'B', 'B']);
      expect(idsOf(order)).toEqual(idsOf([...visit, other]));
    }
  });

  test('nobody becomes one person by it', () => {
    const { patients, links } = known([ofA, toB]);
    expect(groupPatients(patients.keys(), links.values())).toHaveLength(2);
    expect(circlesOf(patients.keys(), links.values())).toHaveLength(1);
    expect(derived([ofA, toB]).patients).toHaveLength(2);
  });

  test('an account moves as a visit does, and each only what is in it', () => {
    const account = moved({ from: 'A', to: 'B', account: 'ACC1', at: first });
    const charged = procedure({ id: 'PRC1', patient: 'A' }, { ...leftInjection, account: visitNumber('ACC1') });
    for (const order of allOrders([charged, account])) expect(subjectsOf(order)).toEqual(['B']);
    expect(subjectsOf([ofA, account])).toEqual(['A']);
    expect(subjectsOf([ofA, moved({ from: 'A', to: 'B', account: 'V1', at: first })])).toEqual(['A']);
  });

  test('of a visit and an account that move apart, the newest move holds for what is in both', () => {
    const charged = procedure({ id: 'PRC1', patient: 'A' }, { ...leftInjection, account: visitNumber('ACC1') });
    const account = moved({ from: 'A', to: 'C', account: 'ACC1', at: second });
    for (const order of allOrders([charged, account, toB])) expect(subjectsOf(order)).toEqual(['C']);
  });

  test('a move that is taken back returns the visit, whatever came first', () => {
    const back = moved({ from: 'A', to: 'B', visit: 'V1', at: second, status: 'void' });
    for (const order of allOrders([ofA, toB, back])) expect(subjectsOf(order)).toEqual(['A']);
    const again = moved({ from: 'A', to: 'B', visit: 'V1', at: third });
    for (const order of allOrders([ofA, toB, back, again])) expect(subjectsOf(order)).toEqual(['B']);
  });

  test('of two moves of one visit the newest holds; once that is taken back, the other', () => {
    const toC = moved({ from: 'A', to: 'C', visit: 'V1', at: second });
    for (const order of allOrders([ofA, toB, toC])) expect(subjectsOf(order)).toEqual(['C']);
    const back = moved({ from: 'A', to: 'C', visit: 'V1', at: third, status: 'void' });
    for (const order of allOrders([ofA, toB, toC, back])) expect(subjectsOf(order)).toEqual(['B']);
  });

  test('what was reported for the other patient directly stays there when the move is taken back', () => {
    const ofB = procedure({ id: 'PRC2', patient: 'B' }, injection);
    const back = moved({ from: 'A', to: 'B', visit: 'V1', at: second, status: 'void' });
    for (const order of allOrders([ofA, ofB, toB, back])) expect(subjectsOf(order).toSorted()).toEqual(['A', 'B']);
  });

  test('a chain is followed to its end', () => {
    const toC = moved({ from: 'B', to: 'C', visit: 'V1', at: third });
    for (const order of allOrders([ofA, toB, toC])) expect(subjectsOf(order)).toEqual(['C']);
    const older = moved({ from: 'B', to: 'C', visit: 'V1', at: '2026-03-19T09:00:00Z' });
    for (const order of allOrders([ofA, toB, older])) expect(subjectsOf(order)).toEqual(['C']);
  });

  test('a visit that is moved there and back again is where the newest move says, for what either was told', () => {
    const ofB = procedure({ id: 'PRC2', patient: 'B', at: second }, injection);
    const back = moved({ from: 'B', to: 'A', visit: 'V1', at: third });
    for (const order of allOrders([ofA, ofB, toB, back])) expect(subjectsOf(order)).toEqual(['A', 'A']);
    const around = [
      toB,
      moved({ from: 'B', to: 'C', visit: 'V1', at: second }),
      moved({ from: 'C', to: 'A', visit: 'V1', at: third }),
    ];
    for (const order of allOrders([ofA, ...around])) expect(subjectsOf(order)).toEqual(['A']);
    const into = moved({ from: 'D', to: 'B', visit: 'V1', at: fourth });
    const ofD = procedure({ id: 'PRC1', patient: 'D' }, leftInjection);
    expect(subjectsOf([ofD, into, ...around])).toEqual(['A']);
  });

  test('what leaves the visit by a correction leaves the move', () => {
    const corrected = procedure({ id: 'PRC1', patient: 'A', at: second }, { visit: visitNumber('V2') });
    for (const order of allOrders([ofA, toB, corrected])) expect(subjectsOf(order)).toEqual(['A']);
  });

  test('a correction that comes for the new patient mends what came for the former, and keeps the rest', () => {
    const side = procedure({ id: 'PRC1', patient: 'B', at: second }, { modifiers: ['RT'] });
    for (const order of allOrders([ofA, toB, side])) {
      expect(subjectsOf(order)).toEqual(['B']);
      expect(sidesOf(derived(order))).toEqual(['Right sacroiliac joint']);
    }
    const toC = moved({ from: 'B', to: 'C', visit: 'V1', at: third });
    for (const order of allOrders([ofA, toB, side, toC])) {
      expect(subjectsOf(order)).toEqual(['C']);
      expect(sidesOf(derived(order))).toEqual(['Right sacroiliac joint']);
    }
  });

  test('a list of the visit goes with it, and one that comes for the new patient holds for what came for the former', () => {
    const reported = procedure({ id: 'PRC1', patient: 'A', at: '2026-03-12T10:30:00-04:00' }, leftInjection);
    for (const patient of ['A', 'B']) {
      const list = snapshot({ patient, visit: 'V1', members: [], at: second });
      for (const order of allOrders([reported, toB, list])) expect(subjectsOf(order)).toEqual([]);
    }
  });

  test('the visits of a person move, whichever of the linked patients they were reported for', () => {
    const merged = linked({ survivor: 'A', merged: 'A2', at: first });
    const ofA2 = procedure({ id: 'PRC1', patient: 'A2' }, leftInjection);
    for (const order of allOrders([ofA2, merged, toB])) expect(subjectsOf(order)).toEqual(['B']);
    const apart = unlinked({ survivor: 'A', merged: 'A2', at: second });
    for (const order of allOrders([ofA2, merged, toB, apart])) expect(subjectsOf(order)).toEqual(['A2']);
  });

  test('what stayed with the survivor after an un-merge moves with its visit', () => {
    const merged = linked({ survivor: 'A', merged: 'B', at: '2026-03-10T09:00:00Z' });
    const apart = unlinked({ survivor: 'A', merged: 'B', at: '2026-03-15T09:00:00Z' });
    expect(subjectsOf([merged, ofA, apart])).toEqual(['A']);
    for (const order of allOrders([merged, ofA, apart, toB])) expect(subjectsOf(order)).toEqual(['B']);
  });

  test('a void takes back what was reported for the patient it names, moved or not', () => {
    const taken = (patient: string) => procedure({ id: 'PRC1', patient, at: second, status: 'void' }, {});
    for (const order of allOrders([ofA, toB, taken('A')])) expect(subjectsOf(order)).toEqual([]);
    for (const order of allOrders([ofA, toB, taken('B')])) expect(subjectsOf(order)).toEqual(['B']);
  });

  test('a visit that is moved within one person stays with the person, and an older move out of it no longer holds', () => {
    const merged = linked({ survivor: 'A', merged: 'A2', at: first });
    const within = moved({ from: 'A', to: 'A2', visit: 'V1', at: second });
    for (const order of allOrders([ofA, merged, toB, within])) expect(subjectsOf(order)).toEqual(['A']);
  });

  test('a visit number that two patients were given moves from the one it is moved from', () => {
    const ofC = procedure({ id: 'PRC2', patient: 'C' }, injection);
    for (const order of allOrders([ofA, ofC, toB])) expect(subjectsOf(order).toSorted()).toEqual(['B', 'C']);
  });
});

function idsOf(events: Iterable<ProcedureEvent>): readonly (string | undefined)[] {
  const { procedures, administrations, observations } = derived(events, undefined, defaultRules);
  return [...procedures, ...administrations, ...observations].map(({ id }) => id).toSorted();
}
