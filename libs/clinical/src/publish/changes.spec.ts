import { describe, expect, test } from '@jest/globals';
import type { ProcedureEvent } from '@ilium/contracts';
import { derive } from '../derive/derive.js';
import { patientKey } from '../facts/from-event.js';
import { defaultRules } from '../rules.js';
import { injection, leftInjection, nrs, ofProcedure, steroid } from '../testing/contents.js';
import { derived, known } from '../testing/derived.js';
import { administration, mrn, procedure, score } from '../testing/events.js';
import { allOrders } from '../testing/orders.js';
import { plainIds } from '../testing/plain-ids.js';
import { StoreModel, type Sent } from '../testing/store-model.js';

const asOf = '2026-05-15';
const [ten, eleven, twelve] = ['2026-03-12T10:30:00-04:00', '2026-03-12T11:00:00-04:00', '2026-03-12T12:00:00-04:00'];
const steroidOf = (id: string, patient = 'A') =>
  administration({ id: `MED-${id}`, patient }, { ...steroid, ...ofProcedure(id) });

describe('only changes are published', () => {
  test('what says the same again is no change', () => {
    const store = filled([procedure({ id: 'PRC1' }, leftInjection), steroidOf('PRC1')]);
    const before = store.sent.length;
    store.receive([procedure({ id: 'PRC1', at: twelve }, leftInjection)], asOf);
    expect(store.sent).toHaveLength(before);
  });

  test('a retracted record keeps what FHIR asks of it, and says entered-in-error', () => {
    const store = filled([procedure({ id: 'PRC1', at: ten }, leftInjection), steroidOf('PRC1')]);
    store.receive([procedure({ id: 'PRC1', at: eleven, status: 'void' }, {})], asOf);
    expect(retractionsOf(store.sent)).toMatchObject([
      { resourceType: 'Procedure', status: 'entered-in-error', subject: { identifier: mrn('A') } },
    ]);
  });

  test('what comes back after a retraction is published again, under a higher revision', () => {
    const store = filled([procedure({ id: 'PRC1', at: ten }, leftInjection)]);
    store.receive([procedure({ id: 'PRC1', at: eleven, status: 'void' }, {})], asOf);
    store.receive([procedure({ id: 'PRC1', at: twelve }, leftInjection)], asOf);
    const records = store.sent.filter(({ change }) => change.kind.endsWith('resource'));
    expect(records.map(({ revision, digest }) => [revision, digest !== undefined])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
  });
});

describe("rule 2: the group's id comes from its best source", () => {
  test('when the best source of an act changes, the old id is retracted and names its successor', () => {
    const store = filled([procedure({ feed: 'dft', id: 'TX1' }, { ...injection, ...ofProcedure('PRC1') })]);
    store.receive([procedure({ feed: 'fhir', id: 'PRC1' }, leftInjection)], asOf);
    const [live] = [...store.live().keys()];
    const url = `${defaultRules.base}/StructureDefinition/replaced-by`;
    expect(retractionsOf(store.sent)).toMatchObject([{ extension: [{ url, valueReference: { reference: live } }] }]);
  });
});

describe('rule 9: windows open and close without an event', () => {
  const course = [
    procedure({ id: 'PRC1' }, leftInjection),
    steroidOf('PRC1'),
    score({ id: 'S1' }, nrs(3, '2026-03-26')),
  ];

  test('the due day is the next day on which a window opens or an open one has ended', () => {
    const dueDays = ['2026-03-12', '2026-03-17', '2026-03-23', '2026-04-08'].map(
      (day) => derived(course, day).patients[0]?.dueDay,
    );
    expect(dueDays).toEqual(['2026-03-17', '2026-03-23', '2026-04-03', '2026-04-09']);
  });

  test('a sweep on the due day is the same as an event on that day', () => {
    const swept = filled(course, '2026-03-12');
    swept.sweep('2026-03-17');
    expect([...swept.live()].sort()).toEqual([...filled(course, '2026-03-17').live()].sort());
  });

  test('where nothing is therapeutic, nothing is due', () => {
    expect(derived([procedure({ id: 'PRC1' }, leftInjection)]).patients[0]?.dueDay).toBeUndefined();
  });

  test('a score that nobody expects, of a day to come, is waited for as well', () => {
    const back = score({ id: 'S2' }, nrs(3, '2026-03-19', { painLocation: 'back' }));
    expect(derived([...course, back], '2026-03-14').patients[0]?.dueDay).toBe('2026-03-17');
  });
});

describe('rule 10: deriving a part is the part of deriving all', () => {
  test('the whole of one patient is enough for its outputs', () => {
    const ofA = [procedure({ id: 'PRC1' }, leftInjection), steroidOf('PRC1')];
    const ofB = [procedure({ id: 'PRC2', patient: 'B' }, leftInjection), steroidOf('PRC2', 'B')];
    const all = derive(known([...ofA, ...ofB]), defaultRules, asOf, plainIds);
    const a = patientKey(mrn('A'), plainIds);
    expect(all.filter(({ survivor }) => survivor === a)).toEqual(derived(ofA).patients);
  });
});

describe('rule 12: a revision belongs to an output key, not to a patient', () => {
  const forA = procedure({ id: 'PRC1', patient: 'A', at: ten }, leftInjection);
  const forB = procedure({ id: 'PRC1', patient: 'B', at: eleven }, leftInjection);
  const takenFromA = procedure({ id: 'PRC1', patient: 'A', at: twelve, status: 'void' }, {});

  test('an injection that leaves one patient and appears at another is one change, higher than all before', () => {
    const store = filled([forA]);
    for (const modifiers of [['RT'], ['LT'], ['RT'], ['LT']]) {
      const at = `2026-03-12T10:3${store.sent.length}:00-04:00`;
      store.receive([procedure({ id: 'PRC1', at }, { modifiers })], asOf);
    }
    const records = () => store.sent.filter(({ change }) => change.kind === 'resource');
    const highest = records().at(-1)?.revision ?? 0;
    store.receive([forB, takenFromA], asOf);
    expect(records().at(-1)).toMatchObject({ revision: highest + 1 });
    expect(retractionsOf(store.sent)).toEqual([]);
    // The procedure, and that there was a session.
    expect(store.live().size).toBe(2);
  });

  test('reported for B first and voided for A later, or the other way round, it ends with B', () => {
    for (const events of allOrders([forA, forB, takenFromA])) {
      const store = new StoreModel();
      for (const event of events) store.receive([event], asOf);
      expect([...store.live()]).toEqual([...filled([forA, forB, takenFromA]).live()]);
    }
  });

  test('two patients with one visit number have outcomes of their own', () => {
    const both = ['A', 'B'].flatMap((patient, index) => [
      procedure({ id: `PRC${index}`, patient }, leftInjection),
      steroidOf(`PRC${index}`, patient),
    ]);
    const perPatient = derived(both, '2026-03-20').patients.map(({ outcomes }) => outcomes.length);
    // NRS and ODI in the first window, and the session.
    expect(perPatient).toEqual([3, 3]);
  });
});

function filled(events: readonly ProcedureEvent[], day = asOf): StoreModel {
  const store = new StoreModel();
  store.receive(events, day);
  return store;
}

function retractionsOf(sent: readonly Sent[]) {
  return sent.flatMap(({ change }) => (change.kind === 'retracted-resource' ? [change.retraction] : []));
}
