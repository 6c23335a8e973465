import { describe, expect, test } from '@jest/globals';
import { events, nothing, report, work } from '../../testing/fhir/readings.js';
import { observation } from '../../testing/fhir/records.js';
import { siteWith } from '../../testing/fhir/sites.js';

describe('an Observation', () => {
  test.each([
    [{ valueQuantity: { value: 3, unit: '{score}' } }, { value: 3, unit: '{score}' }],
    [{ valueInteger: 3 }, { value: 3 }],
    [{ valueString: ' 3.5 ' }, { value: 3.5 }],
    [{ valueString: 'Much better' }, { answer: { code: 'Much better' } }],
    [
      { valueCodeableConcept: { coding: [{ code: 'LA1' }], text: 'Better' } },
      { answer: { code: 'LA1', display: 'Better' } },
    ],
    [{ dataAbsentReason: { coding: [{ code: 'asked-declined' }] } }, { missingReason: 'asked-declined' }],
    [{}, { missingReason: 'unknown' }],
  ])('with %j is a score of %j', (value, expected) => {
    expect(report(observation('o1', { valueInteger: undefined, ...value }))).toMatchObject({
      measure: { code: '72514-3' },
      effective: '2026-03-26',
      ...expected,
    });
  });

  test.each([
    ['preliminary', 'preliminary'],
    ['final', 'final'],
    ['amended', 'corrected'],
    ['corrected', 'corrected'],
    ['entered-in-error', 'void'],
  ])('%s is %s', (status, expected) => {
    expect(events(observation('o1', { status }))[0]?.data.version.status).toBe(expected);
  });

  test('"less than 3" is no number', () => {
    const record = observation('o1', { valueInteger: undefined, valueQuantity: { value: 3, comparator: '<' } });
    expect(report(record)).toMatchObject({ missingReason: 'unknown' });
    expect(work(record)).toEqual(['unreadable-field Observation.valueQuantity.comparator']);
  });

  test('with components is a score for each, under a name of its own, and nothing is missing', () => {
    const part = (code: string, valueInteger: number) => ({ code: { coding: [{ code }] }, valueInteger });
    const record = observation('o1', {
      valueInteger: undefined,
      component: [part('A', 1), part('B', 2), part('A', 3)],
    });
    expect(events(record).map(({ data }) => ('identifier' in data ? data.identifier?.value : undefined))).toEqual([
      'o1#A',
      'o1#B',
      'o1#A.2',
    ]);
  });

  test('that only holds others together says nothing itself', () => {
    expect(
      events(observation('o1', { valueInteger: undefined, hasMember: [{ reference: 'Observation/o2' }] })),
    ).toEqual([]);
  });

  test('says by components of Ilium what its pain is about', () => {
    const detail = (code: string, value: object) => ({
      code: { coding: [{ system: 'https://other.example/fhir/CodeSystem/score-detail', code }] },
      valueCodeableConcept: value,
    });
    const component = [
      detail('pain-location', { coding: [{ code: 'back' }] }),
      detail('recall', { coding: [{ code: '7d' }], text: 'past week' }),
    ];
    expect(report(observation('o1', { component }))).toMatchObject({
      value: 3,
      painLocation: 'back',
      recall: 'past week',
    });
    expect(events(observation('o1', { component }))).toHaveLength(1);
  });

  test('is what the site file says that its code is about', () => {
    const code = { coding: [{ system: '99PRO', code: 'BACK24' }] };
    const known = siteWith({
      observations: {
        taken: 'known',
        codes: [{ code: 'BACK24', kind: 'score', painLocation: 'back', recall: '24h', timing: 'before' }],
      },
    });
    expect(report(observation('o1', { code }), nothing, known)).toMatchObject({
      painLocation: 'back',
      recall: '24h',
      timing: 'before',
    });
    const unknown = { coding: [{ system: '99LAB', code: 'GLU' }] };
    expect(events(observation('o1', { code: unknown }), nothing, known)).toEqual([]);
    expect(events(observation('o1'), nothing, known)).toHaveLength(1);
    const happened = siteWith({ observations: { taken: 'all', codes: [{ code: 'BACK24', kind: 'complication' }] } });
    const valueCodeableConcept = { coding: [{ code: 'VASO' }] };
    const [event] = events(
      observation('o1', { code, valueInteger: undefined, valueCodeableConcept }),
      nothing,
      happened,
    );
    expect(event).toMatchObject({
      type: 'ilium.complication.reported.v1',
      data: { report: { codes: [{ code: 'VASO' }], onset: '2026-03-26' } },
    });
  });
});

describe('number, answer and the reason why there is none are one thing', () => {
  test.each([
    [{ valueInteger: 3 }, { value: 3, answer: null, missingReason: null }],
    [
      { valueCodeableConcept: { coding: [{ code: 'LA1' }] } },
      { value: null, answer: { code: 'LA1' }, missingReason: null },
    ],
    [
      { dataAbsentReason: { coding: [{ code: 'asked-declined' }] } },
      { value: null, answer: null, missingReason: 'asked-declined' },
    ],
  ])('%j says all three', (value, expected) => {
    expect(report(observation('o1', { valueInteger: undefined, ...value }))).toMatchObject(expected);
  });

  test('a score that was cancelled has no number, though the record still holds one', () => {
    const cancelled = { value: null, answer: null, missingReason: 'cancelled' };
    expect(report(observation('o1', { status: 'cancelled', valueInteger: 3 }))).toMatchObject(cancelled);
  });
});

test('a score with two different sides has none, and is work', () => {
  const coding = ['39723000', '7771000', '24028007'].map((code) => ({ system: 'http://snomed.info/sct', code }));
  const record = observation('o1', { bodySite: { coding } });
  expect(report(record)).not.toHaveProperty('laterality');
  expect(work(record)).toEqual(['unreadable-field Observation.bodySite']);
});

test('a score of which nothing says when it was given counts nowhere, and is work', () => {
  const timeless = observation('o1', { effectiveDateTime: undefined });
  expect(events(timeless)).toHaveLength(1);
  expect(work(timeless)).toEqual(['no-moment Observation.effective']);
  expect(work({ ...timeless, status: 'entered-in-error' })).toEqual([]);
});
