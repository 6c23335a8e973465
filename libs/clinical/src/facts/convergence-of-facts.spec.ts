import { describe, expect, test } from '@jest/globals';
import type { Anchor } from '@ilium/contracts';
import { injection, injectionDay, leftInjection, nrs, ofProcedure, ofVisit, steroid } from '../testing/contents.js';
import { derived, known, outcome, sidesOf } from '../testing/derived.js';
import { administration, mrn, procedure, procedureNumber, score, snapshot, visitNumber } from '../testing/events.js';
import { allOrders } from '../testing/orders.js';

/** Histories that break simpler designs, each under the rule of convergence that it is about. */

const anchor: Anchor = { visit: visitNumber('V1'), serviceDate: injectionDay, ordinal: 1 };
const [ten, eleven, twelve] = ['2026-03-12T10:30:00-04:00', '2026-03-12T11:00:00-04:00', '2026-03-12T12:00:00-04:00'];

describe('rule 1: the key of a fact is its source identifier, never what gets corrected', () => {
  test('27096 left, corrected to right, is one procedure: with an identifier', () => {
    const left = procedure({ id: 'PRC1', at: ten }, leftInjection);
    const right = procedure({ id: 'PRC1', at: eleven, status: 'corrected' }, { modifiers: ['RT'] });
    for (const events of allOrders([left, right])) expect(sidesOf(derived(events))).toEqual(['Right sacroiliac joint']);
    expect(derived([left, right]).procedures[0]?.id).toBe(derived([left]).procedures[0]?.id);
  });

  test('27096 left, corrected to right, is one procedure: by its place in the visit', () => {
    const left = procedure({ anchor, at: ten }, leftInjection);
    const right = procedure({ anchor, at: eleven }, { modifiers: ['RT'] });
    for (const events of allOrders([left, right])) expect(sidesOf(derived(events))).toEqual(['Right sacroiliac joint']);
  });

  test('a correction that nothing ties is a second procedure, listed as a possible duplicate', () => {
    const events = [procedure({}, leftInjection), procedure({}, { ...leftInjection, modifiers: ['RT'] })];
    expect(derived(events).procedures).toHaveLength(2);
    expect(derived(events).work).toEqual(['possible-duplicate: si-joint-injection']);
  });

  test('what the source itself lists at two places of a visit is no possible duplicate', () => {
    const events = [1, 2].map((ordinal) => procedure({ anchor: { ...anchor, ordinal } }, injection));
    expect(derived(events).procedures).toHaveLength(2);
    expect(derived(events).work).toEqual([]);
  });

  test('an anchor that also names the account says where it stands, and moves nothing', () => {
    const account = visitNumber('ACC1');
    const events = [
      procedure({ anchor: { ...anchor, account }, at: ten }, { ...injection, visit: undefined }),
      procedure({ anchor, at: eleven }, { modifiers: ['LT'] }),
    ];
    for (const order of allOrders(events)) {
      expect(derived(order).procedures).toMatchObject([
        { encounter: { identifier: visitNumber('V1') }, bodySite: [{ text: 'Left sacroiliac joint' }] },
      ]);
    }
  });
});

describe('rule 2: two reports of one act stay two facts', () => {
  const dft = procedure({ feed: 'dft' }, { codes: injection.codes, modifiers: ['LT'], ...ofProcedure('PRC1') });
  const adt = procedure({ feed: 'adt', id: 'PRC1' }, { ...injection, modifiers: undefined });

  test('DFT without times and ADT without modifiers do not overwrite each other', () => {
    for (const events of allOrders([dft, adt])) {
      expect(derived(events).procedures).toMatchObject([
        {
          status: 'completed',
          performedPeriod: { start: injection.performed, end: injection.performedEnd },
          bodySite: [{ text: 'Left sacroiliac joint' }],
          encounter: { identifier: visitNumber('V1') },
        },
      ]);
    }
  });

  test('each element comes from the best feed that says it', () => {
    const later = procedure({ feed: 'dft' }, { ...injection, performed: '2026-03-13', ...ofProcedure('PRC1') });
    expect(derived([later, adt]).procedures[0]).toMatchObject({ performedPeriod: { start: injection.performed } });
  });
});

describe('rule 3: a fact is a map of fields', () => {
  const first = procedure({ id: 'PRC1', at: ten }, leftInjection);

  test('an ADT^A08 with only a new side keeps all the rest', () => {
    const side = procedure({ id: 'PRC1', at: eleven }, { modifiers: ['RT'] });
    expect(derived([side, first]).procedures).toMatchObject([
      { status: 'completed', performedPeriod: { start: injection.performed }, encounter: {} },
    ]);
  });

  test('an ADT^A08 with only a new side does not erase the drugs', () => {
    const drug = administration({ id: 'MED1', feed: 'ras' }, { ...steroid, ...ofProcedure('PRC1') });
    const side = procedure({ id: 'PRC1', at: eleven }, { modifiers: ['RT'] });
    for (const events of allOrders([first, drug, side])) expect(derived(events).administrations).toHaveLength(1);
  });

  test('what is deleted is gone, and stays gone when the older report comes later', () => {
    const deleted = procedure({ id: 'PRC1', at: eleven }, { modifiers: null });
    for (const events of allOrders([first, deleted])) {
      expect(sidesOf(derived(events))).toEqual(['Sacroiliac joint, side not reported']);
    }
  });

  test('a source that sends whole records deletes what it leaves out', () => {
    const whole = procedure({ id: 'PRC1', at: eleven, complete: true }, injection);
    for (const events of allOrders([first, whole])) {
      expect(sidesOf(derived(events))).toEqual(['Sacroiliac joint, side not reported']);
    }
  });

  const second = procedure({ id: 'PRC2', at: ten }, { ...injection, modifiers: ['RT'] });

  test('what the newest snapshot of a visit does not list is void', () => {
    const events = [first, second, snapshot({ visit: 'V1', members: ['PRC1'], at: eleven })];
    for (const order of allOrders(events)) expect(sidesOf(derived(order))).toEqual(['Left sacroiliac joint']);
  });

  test('a snapshot speaks neither of another visit, nor of what is reported after it, nor once it is void itself', () => {
    const empty = { members: [], at: eleven };
    expect(derived([first, snapshot({ ...empty, visit: 'V2' })]).procedures).toHaveLength(1);
    const after = procedure({ id: 'PRC1', at: twelve }, { status: 'stopped' });
    expect(derived([first, snapshot({ ...empty, visit: 'V1' }), after]).procedures).toMatchObject([
      { status: 'stopped' },
    ]);
    const taken = snapshot({ visit: 'V1', members: [], at: twelve, status: 'void' });
    expect(derived([first, snapshot({ ...empty, visit: 'V1' }), taken]).procedures).toHaveLength(1);
  });

  test("a list's revision says nothing of when something else was reported", () => {
    const list = snapshot({ visit: 'V1', members: ['PRC1'], at: eleven, revision: 1 });
    const [before, after] = [ten, twelve].map((at) =>
      procedure({ id: 'PRC2', at, revision: 7 }, { ...injection, modifiers: ['RT'] }),
    );
    expect(derived([first, list, ...(before ? [before] : [])]).procedures).toHaveLength(1);
    const listed = { visit: 'V1', members: ['PRC1'], at: eleven, revision: 9 };
    expect(derived([first, snapshot(listed), ...(after ? [after] : [])]).procedures).toHaveLength(2);
  });

  test('in one moment the order of receipt decides between a list and a report, whatever their standing', () => {
    const at = eleven;
    const list = snapshot({ visit: 'V1', members: [], at, sequence: '5', status: 'corrected' });
    const received = (sequence: string) => procedure({ id: 'PRC1', at, sequence }, leftInjection);
    expect(derived([received('4'), list]).procedures).toEqual([]);
    expect(derived([received('6'), list]).procedures).toHaveLength(1);
  });

  test('a list that is replayed drops nothing that came live', () => {
    const list = snapshot({ visit: 'V1', members: [], at: twelve, replay: true });
    expect(derived([first, list]).procedures).toHaveLength(1);
  });

  test('a snapshot knows members by their place in the visit too', () => {
    const events = [1, 2].map((ordinal) => procedure({ anchor: { ...anchor, ordinal }, at: ten }, leftInjection));
    const list = snapshot({ visit: 'V1', members: [{ ...anchor, ordinal: 2 }], at: eleven });
    expect(derived([...events, list]).procedures).toHaveLength(1);
  });
});

describe('rule 4: versions', () => {
  const left = procedure({ id: 'PRC1', at: ten, event: 'left' }, leftInjection);

  test('two corrections in one MSH-7 minute: the same one holds in all orders, and the conflict is reported', () => {
    const right = procedure({ id: 'PRC1', at: eleven, status: 'corrected' }, { modifiers: ['RT'] });
    const both = procedure({ id: 'PRC1', at: eleven, status: 'corrected' }, { modifiers: ['50'] });
    const results = allOrders([left, right, both]).map((events) => derived(events));
    for (const result of results) {
      expect(sidesOf(result)).toEqual(sidesOf(results[0] ?? result));
      expect(result.work).toEqual(['conflict: modifiers']);
    }
  });

  test('of two in one moment, what the door received later holds', () => {
    const right = procedure({ id: 'PRC1', at: eleven, sequence: '9' }, { modifiers: ['RT'] });
    const both = procedure({ id: 'PRC1', at: eleven, sequence: '10' }, { modifiers: ['50'] });
    for (const events of allOrders([left, right, both])) {
      expect(sidesOf(derived(events))).toEqual(['Left sacroiliac joint', 'Right sacroiliac joint']);
    }
  });

  test('without event times the order of receipt is the order of what was said, and nothing contradicts', () => {
    const right = procedure({ id: 'PRC1', sequence: '2' }, { modifiers: ['RT'] });
    const both = procedure({ id: 'PRC1', sequence: '3' }, { modifiers: ['50'] });
    for (const events of allOrders([procedure({ id: 'PRC1', sequence: '1' }, leftInjection), right, both])) {
      expect(sidesOf(derived(events))).toEqual(['Left sacroiliac joint', 'Right sacroiliac joint']);
      expect(derived(events).work).toEqual([]);
    }
  });

  test('however often a source contradicts itself in one moment, two values of a field are kept', () => {
    const values = Array.from({ length: 40 }, (_, index) => ['LT', `X${index}`]);
    const events = values.map((modifiers, index) =>
      procedure({ id: 'PRC1', at: ten, sequence: String(index) }, { modifiers }),
    );
    const [fact] = known(events).facts.values();
    const kept = Object.values(fact?.statements ?? {}).flat();
    expect(kept.map(({ fields }) => fields['modifiers'])).toEqual([values.at(-1), values.at(-2)]);
    expect(derived(events).work).toEqual(['unmapped-code: no code']);
  });

  test('the same said twice in one moment is no conflict', () => {
    const again = procedure({ id: 'PRC1', at: ten, sequence: '7' }, leftInjection);
    expect(derived([left, again]).work).toEqual([]);
  });

  test("a person's edit holds against what it mends, and ends the conflict", () => {
    const right = procedure({ id: 'PRC1', at: ten, edit: 1 }, { modifiers: ['RT'] });
    for (const events of allOrders([left, right])) {
      expect(sidesOf(derived(events))).toEqual(['Right sacroiliac joint']);
      expect(derived(events).work).toEqual([]);
    }
  });

  test('an old message that the interface engine sends again changes nothing', () => {
    const right = procedure({ id: 'PRC1', at: eleven }, { modifiers: ['RT'] });
    const again = procedure({ id: 'PRC1', at: ten, sequence: '99' }, leftInjection);
    expect(sidesOf(derived([left, right, again]))).toEqual(['Right sacroiliac joint']);
  });

  test('what is replayed from an archive yields to everything that came live', () => {
    const replayed = procedure({ id: 'PRC1', at: twelve, replay: true }, { modifiers: ['RT'] });
    for (const events of allOrders([left, replayed]))
      expect(sidesOf(derived(events))).toEqual(['Left sacroiliac joint']);
  });

  test("the source's own revision counts before its clock, its clock before its standing", () => {
    const revised = procedure({ id: 'PRC1', at: ten, revision: 2 }, { modifiers: ['RT'] });
    const later = procedure({ id: 'PRC1', at: twelve, revision: 1, status: 'corrected' }, { modifiers: ['50'] });
    for (const events of allOrders([left, revised, later])) {
      expect(sidesOf(derived(events))).toEqual(['Right sacroiliac joint']);
    }
    const final = procedure({ id: 'PRC1', at: eleven, status: 'preliminary' }, { modifiers: ['RT'] });
    expect(sidesOf(derived([final, left]))).toEqual(['Right sacroiliac joint']);
  });
});

describe('rule 5: one statement per patient it was reported for', () => {
  const forA = procedure({ id: 'PRC1', patient: 'A', at: ten }, leftInjection);
  const forB = procedure({ id: 'PRC1', patient: 'B', at: eleven }, leftInjection);
  const takenFromA = procedure({ id: 'PRC1', patient: 'A', at: twelve, status: 'void' }, {});

  test("B's report before A's void, and the other way round: the procedure is B's", () => {
    for (const events of allOrders([forA, forB, takenFromA])) {
      expect(derived(events).procedures.map(({ subject }) => subject?.identifier)).toEqual([mrn('B')]);
    }
  });

  test('before the void comes, it belongs to the patient of the newest live statement', () => {
    for (const events of allOrders([forA, forB])) {
      expect(derived(events).procedures.map(({ subject }) => subject?.identifier)).toEqual([mrn('B')]);
    }
  });

  test('a void leaves nothing; what is said later brings it back', () => {
    expect(derived([forA, takenFromA]).procedures).toEqual([]);
    const again = procedure({ id: 'PRC1', at: '2026-03-12T13:00:00-04:00' }, { modifiers: ['RT'] });
    expect(sidesOf(derived([again, forA, takenFromA]))).toEqual(['Right sacroiliac joint']);
  });
});

describe('rule 8: facts keep raw codes', () => {
  test('an unmapped code is a fact like any other: listed, and in no record', () => {
    const unknown = procedure({ id: 'PRC1' }, { ...injection, codes: [{ system: '99CDM', code: '76127096' }] });
    expect(derived([unknown])).toMatchObject({ procedures: [], work: ['unmapped-code: 76127096'] });
  });

  test('an unmapped measure and drug are listed; the drug is still an administration', () => {
    const events = [
      score({}, { ...nrs(3, '2026-03-26'), measure: { system: '99PRO', code: 'PAIN' } }),
      administration({}, { ...steroid, medication: [{ code: 'KENALOG' }], ...ofVisit('V1') }),
    ];
    expect(derived(events).work).toEqual(['unmapped-code: KENALOG', 'unmapped-code: PAIN']);
    expect(derived(events).administrations).toHaveLength(1);
    expect(outcome(derived(events), 'W2')).toBeUndefined();
  });

  test("a site's own code system that FHIR can't name stands without a system", () => {
    const local = [...(injection.codes ?? []), { system: '99CDM', code: '76127096', display: 'SIJ' }];
    const [record] = derived([procedure({ id: 'PRC1' }, { ...injection, codes: local })]).procedures;
    expect(record?.code?.coding).toContainEqual({ code: '76127096' });
    expect(record?.identifier).toEqual([procedureNumber('PRC1')]);
  });
});
