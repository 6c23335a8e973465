import { describe, expect, test } from '@jest/globals';
import type { Code, Report } from '@ilium/contracts';
import { defaultRules, type Rules } from '../rules.js';
import { derived, outcome } from '../testing/derived.js';
import { nrs } from '../testing/contents.js';
import { treatment } from '../testing/courses.js';
import { score } from '../testing/events.js';
import { problemsIn } from '../testing/r4-problems.js';

const ofPgic: Rules['codes'] = {
  measures: [{ system: '99PRO', code: 'PGIC', as: { system: 'ilium', code: 'pgic' } }],
  answers: [{ system: '99PRO', code: '2', as: { system: 'ilium', code: 'much-improved' } }],
};
const pgic: Code = { system: '99PRO', code: 'PGIC' };
const loinc = (code: string): Code => ({ system: 'LN', code });
const ours = (code: string): Code => ({ system: 'ilium', code });
const ucum = (value: number, code: string) => ({ value, unit: code, system: 'http://unitsofmeasure.org', code });

function told(report: Report<'score'>, rules: Partial<Rules> = {}) {
  const events = [...treatment('1'), score({ id: 'S1' }, { effective: '2026-03-26', ...report })];
  return derived(events, '2026-04-03', { ...defaultRules, ...rules });
}

describe('a score in the chart', () => {
  test.each([
    [
      'the code that it was said under',
      { measure: loinc('75893-8'), value: 3 },
      'http://loinc.org',
      '75893-8',
      ucum(3, '{score}'),
    ],
    ['mm', { measure: loinc('38214-3'), value: 30, unit: 'mm' }, 'http://loinc.org', '38214-3', ucum(30, 'mm')],
    ['cm as said', { measure: loinc('38214-3'), value: 3, unit: 'cm' }, 'http://loinc.org', '38214-3', ucum(3, 'cm')],
    ['a T-score', { measure: loinc('71961-7'), value: 61.2 }, 'http://loinc.org', '71961-7', ucum(61.2, '{T-score}')],
    [
      'an index',
      { measure: { system: 'SCT', code: '736534008' }, value: 0.7 },
      'http://snomed.info/sct',
      '736534008',
      ucum(0.7, '1'),
    ],
    [
      'a duration as said',
      { measure: ours('stated-duration'), value: 3, unit: 'months' },
      'https://ilium.example/fhir/CodeSystem/measure',
      'stated-duration',
      ucum(3, 'mo'),
    ],
  ])('%s', (_, report, system, code, valueQuantity) => {
    const [observation] = told(report).observations;
    expect(observation?.code.coding).toEqual([{ system, code }]);
    expect(observation?.valueQuantity).toEqual(valueQuantity);
    expect(observation?.meta?.profile).toEqual([
      'http://hl7.org/fhir/us/core/StructureDefinition/us-core-observation-screening-assessment',
    ]);
  });

  test("an answer stands in our words beside the source's", () => {
    const result = told({ measure: pgic, answer: { system: '99PRO', code: '2' } }, { codes: ofPgic });
    expect(result.observations[0]?.valueCodeableConcept?.coding).toEqual([
      { system: 'https://ilium.example/fhir/CodeSystem/answer', code: 'much-improved' },
      { code: '2' },
    ]);
    expect(
      result.patients.flatMap(({ resources }) => resources.flatMap(({ resource }) => problemsIn(resource))),
    ).toEqual([]);
    expect(outcome(result, 'W2', 'pgic')?.result).toMatchObject({ value: 2, betterBy: 2, improved: true });
  });

  test('an answer that no table knows is kept as it was said, is in no outcome and is listed by its field', () => {
    const result = told({ measure: pgic, answer: { system: '99PRO', code: '9' } }, { codes: ofPgic });
    expect(result.observations[0]?.valueCodeableConcept?.coding).toEqual([{ code: '9' }]);
    expect(outcome(result, 'W2', 'pgic')).toBeUndefined();
    expect(result.work).toEqual(['unmapped-code: answer']);
  });
});

describe('a score as it is compared', () => {
  test("trap 11: which end of the site's form of the global impression is best stands in the rules; the chart has its number", () => {
    const onForm = (value: number, pgicBest: Rules['pgicBest']) => told({ measure: ours('pgic'), value }, { pgicBest });
    expect(outcome(onForm(7, 'highest'), 'W2', 'pgic')?.result).toMatchObject({ value: 1, improved: true });
    expect(outcome(onForm(7, 'lowest'), 'W2', 'pgic')?.result).toMatchObject({ value: 7, improved: false });
    const [observation] = onForm(7, 'highest').observations;
    expect(observation?.valueQuantity).toEqual(ucum(7, '{score}'));
    expect(observation?.component?.[0]?.valueCodeableConcept?.coding).toEqual([
      { system: 'https://ilium.example/fhir/CodeSystem/best', code: 'highest' },
    ]);
  });

  test('other units of a measure are converted', () => {
    expect(outcome(told({ measure: loinc('38214-3'), value: 3, unit: 'cm' }), 'W2', 'vas')?.result?.value).toBe(30);
    const weeks = told({ measure: ours('stated-duration'), value: 6, unit: 'wk' });
    expect(outcome(weeks, 'W2', 'stated-duration')?.result?.value).toBe(42);
  });

  test('clinical rule 21: each outcome says whether it is expected', () => {
    const result = told({ measure: ours('stated-relief'), value: 80 });
    expect(outcome(result, 'W2', 'nrs')?.about.isExpected).toBe(true);
    expect(outcome(result, 'W2', 'stated-relief')?.about.isExpected).toBe(false);
    const hours = told(nrs(3, '2026-03-12T11:05:00-04:00'));
    expect(outcome(hours, '30MIN')?.about.isExpected).toBe(false);
  });

  test('trap 11: points of the disability index are of 50 and no percentage: a conflict, in no outcome', () => {
    const result = told({ measure: loinc('97909-6'), value: 22, unit: 'points' });
    expect(result.work).toEqual(['conflict: unit']);
    expect(outcome(result, 'W2', 'odi')?.status).toBe('missing');
  });

  test('trap 12: stated relief without a dimension is a fraction, and more than 1 is none', () => {
    const stated = (value: number) => told({ measure: ours('stated-relief'), value, unit: '1' });
    expect(outcome(stated(0.65), 'W2', 'stated-relief')?.result?.value).toBe(65);
    expect(stated(0.65).observations[0]?.valueQuantity).toEqual(ucum(0.65, '1'));
    expect(outcome(stated(65), 'W2', 'stated-relief')).toBeUndefined();
    expect(stated(65).work).toEqual(['conflict: value']);
  });

  test('a duration without a unit says nothing', () => {
    const result = told({ measure: ours('stated-duration'), value: 6 });
    expect(outcome(result, 'W2', 'stated-duration')).toBeUndefined();
    expect(result.work).toEqual(['conflict: unit']);
  });

  test('a code and words that contradict each other about the recall are a conflict', () => {
    const result = told({ ...nrs(3, '2026-03-26'), measure: loinc('75893-8'), recall: 'now' });
    expect(result.work).toEqual(['conflict: recall']);
    expect(outcome(result, 'W2')?.status).toBe('missing');
  });

  test('clinical rule 12: the past week as a code and as words are one recall', () => {
    const week = told({ ...nrs(3, '2026-03-26'), measure: loinc('75893-8'), recall: 'past week' });
    expect(week.work).toEqual([]);
    expect(week.outcomes.find(({ status }) => status === 'observed')?.about.recall).toBe('7d');
  });
});
