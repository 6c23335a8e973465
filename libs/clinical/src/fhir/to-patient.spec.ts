import { describe, expect, test } from '@jest/globals';
import type { ProcedureEvent } from '@ilium/contracts';
import { defaultRules } from '../rules.js';
import { leftInjection } from '../testing/contents.js';
import { derived } from '../testing/derived.js';
import { linked, mrn, patient, procedure, unlinked } from '../testing/events.js';
import { StoreModel } from '../testing/store-model.js';
import type { FhirRecord } from './records.js';

const asOf = '2026-05-15';
const [ten, eleven, twelve] = ['2026-03-12T10:30:00Z', '2026-03-12T11:00:00Z', '2026-03-12T12:00:00Z'];
const example = { birthDate: '1961-05-04', sex: 'F', family: 'Example' };
const isPatient = ({ resourceType }: FhirRecord) => resourceType === 'Patient';

function patientsIn(...events: readonly ProcedureEvent[]) {
  const records = derived(events).patients.flatMap(({ resources }) => resources.map(({ resource }) => resource));
  return records.filter(isPatient);
}

/** The Patient records of each round of news, as they are published. */
function published(...rounds: readonly (readonly ProcedureEvent[])[]): readonly (readonly FhirRecord[])[] {
  const store = new StoreModel();
  return rounds.map((news) => {
    const before = store.sent.length;
    store.receive(news, asOf);
    return store.sent
      .slice(before)
      .flatMap(({ change }) => {
        if (change.kind === 'resource') return [change.derived.resource];
        return change.kind === 'retracted-resource' ? [change.retraction] : [];
      })
      .filter(isPatient);
  });
}

describe('the Patient record', () => {
  test('names the identifier that the other records name, and says what is compared: no more', () => {
    expect(patientsIn(patient({ id: 'A' }, { ...example, deceased: true, flags: ['vip'] }))).toEqual([
      {
        resourceType: 'Patient',
        id: expect.any(String),
        meta: { tag: [{ system: `${defaultRules.base}/CodeSystem/tag`, code: 'ilium' }] },
        identifier: [mrn('A')],
        name: [{ family: 'Example' }],
        gender: 'female',
        birthDate: '1961-05-04',
      },
    ]);
  });

  test('is there as soon as one element is known, and not where only the number is', () => {
    for (const known of [{ birthDate: '1961-05-04' }, { sex: 'M' }, { family: 'Example' }]) {
      expect(patientsIn(patient({ id: 'A' }, known))).toHaveLength(1);
    }
    for (const nothing of [{}, { sex: 'U' }, { deceased: true, flags: ['opt-out'] }]) {
      expect(patientsIn(procedure({ id: '1' }, leftInjection), patient({ id: 'A' }, nothing))).toEqual([]);
    }
  });

  test('is there for those who opted out and for test patients, as their other records are', () => {
    for (const flag of ['opt-out', 'test']) {
      expect(patientsIn(patient({ id: 'A' }, { ...example, flags: [flag] }))).toHaveLength(1);
    }
  });

  test('is published again when a name changes, under the same id', () => {
    const [[first] = [], [second] = []] = published(
      [patient({ id: 'A', at: ten }, example)],
      [patient({ id: 'A', at: eleven }, { family: 'Sample' })],
    );
    expect(second).toEqual({ ...first, name: [{ family: 'Sample' }] });
  });

  test('without anything known any more is taken back: it has no status, so it is not active', () => {
    const rounds = published(
      [patient({ id: 'A', at: ten }, example)],
      [patient({ id: 'A', at: eleven, status: 'void' }, {})],
    );
    const [[first] = []] = rounds;
    expect(rounds[1]).toEqual([
      { resourceType: 'Patient', id: first?.id, meta: first?.meta, identifier: [mrn('A')], active: false },
    ]);
  });
});

describe('after a merge', () => {
  const ofA = patient({ patient: 'A', id: 'A', at: ten }, example);
  const ofB = patient({ patient: 'B', id: 'B', at: ten }, { ...example, family: 'Sample' });
  const both = [ofA, ofB];
  const merge = linked({ survivor: 'A', merged: 'B', at: eleven });

  test('the survivor has the one record, and the other’s is taken back and says by which it was replaced', () => {
    const [first = [], second] = published(both, [merge]);
    const [a, b] = ['A', 'B'].map((value) =>
      first.find((record) => 'identifier' in record && JSON.stringify(record.identifier).includes(`"${value}"`)),
    );
    expect(first).toHaveLength(2);
    expect(second).toEqual([
      {
        ...{ resourceType: 'Patient', id: b?.id, meta: b?.meta, identifier: [mrn('B')], active: false },
        link: [{ other: { reference: `Patient/${a?.id}` }, type: 'replaced-by' }],
      },
    ]);
  });

  test('that is undone both are there again', () => {
    const [first, , third] = published(both, [merge], [unlinked({ survivor: 'A', merged: 'B', at: twelve })]);
    expect(third).toEqual(first?.filter(({ id }) => third?.some((one) => one.id === id)));
    expect(third).toHaveLength(1);
    expect(patientsIn(...both, merge, unlinked({ survivor: 'A', merged: 'B', at: twelve }))).toHaveLength(2);
  });
});
