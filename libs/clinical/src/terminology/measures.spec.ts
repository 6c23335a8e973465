import { describe, expect, test } from '@jest/globals';
import { measureCodes, measureFamilies, type Code } from '@ilium/contracts';
import { defaultRules, type Rules } from '../rules.js';
import { isUcum } from '../testing/ucum.js';
import { answerOf, answers, noChange } from './answers.js';
import { measureOf, measures } from './measures.js';
import { unitOf } from './units.js';

const found = (code: Code, rules: Rules = defaultRules) => {
  const row = measureOf(code, rules);
  return row && [row.measure.measure, row.coding.recall];
};

test('clinical rule 16: T-scores and EQ-5D, with its scale of health today, have no percentage', () => {
  const without = measures.filter(({ measure }) => measure.startsWith('promis') || measure.startsWith('eq-'));
  expect(without.map(({ hasPercentage }) => hasPercentage)).toEqual(without.map(() => false));
});

describe('the table of measures', () => {
  test('has each measure once, and one of each family', () => {
    expect(measures.map(({ measure }) => measure)).toEqual(measureCodes);
    expect(new Set(measures.map(({ family }) => family))).toEqual(new Set(measureFamilies));
  });

  test('trap 11: in which direction each is better', () => {
    const higher = measures.filter(({ better }) => better === 'higher').map(({ measure }) => measure);
    expect(higher).toEqual([
      'promis-physical-health',
      'promis-mental-health',
      'promis-physical-function',
      'eq-5d-index',
      'eq-vas',
      'stated-relief',
      'stated-duration',
    ]);
  });

  test('clinical rule 16, trap 11: no percentage of a T-score, an index, a category or a group', () => {
    const none = measures.filter(({ hasPercentage }) => !hasPercentage).map(({ measure }) => measure);
    expect(none).toEqual([
      'promis-physical-health',
      'promis-mental-health',
      'promis-pain-interference',
      'promis-physical-function',
      'eq-5d-index',
      'eq-vas',
      'pgic',
      'stated-duration',
      'start-back',
    ]);
  });

  test('clinical rule 16: a low baseline is below 3 of 10, scaled to the range; of the disability index below 20', () => {
    const low = measures.map(({ measure, lowBaselineBelow }) => [measure, lowBaselineBelow]);
    expect(low.filter(([, bound]) => bound !== undefined)).toEqual([
      ['nrs', 3],
      ['vas', 30],
      ['bpi-interference', 3],
      ['peg', 3],
      ['odi', 20],
    ]);
  });

  test('a change that matters which no source gives is not made up', () => {
    const unknown = measures.filter(
      ({ measure, origin, improvedBy }) =>
        origin === 'computed' && improvedBy === undefined && defaultRules.changesThatMatter[measure] === undefined,
    );
    expect(unknown.map(({ measure }) => measure)).toEqual([
      'promis-physical-health',
      'promis-mental-health',
      'eq-vas',
      'start-back',
    ]);
  });

  test('units are units of UCUM', () => {
    const units = new Set(measures.flatMap((measure) => measure.units.map(({ ucum }) => ucum)));
    expect([...units].filter((unit) => !isUcum(unit))).toEqual([]);
  });
});

describe('looking up a measure', () => {
  test('clinical rule 12: a code may say the recall by itself', () => {
    expect(found({ system: 'LN', code: '72514-3' })).toEqual(['nrs', undefined]);
    expect(found({ system: 'LOINC', code: '72514-3' })).toEqual(['nrs', undefined]);
    expect(found({ system: 'LN', code: '75893-8' })).toEqual(['nrs', '7d']);
  });

  test('trap 1: an item is no score, whatever public repositories call it', () => {
    expect(found({ system: 'LN', code: '61758-9' })).toBeUndefined();
  });

  test("a site's own code leads to ours", () => {
    const as = { system: 'ilium', code: 'stated-relief' };
    const rules: Rules = { ...defaultRules, codes: { measures: [{ system: '99PRO', code: 'PCTRELIEF', as }] } };
    const code = { system: '99PRO', code: 'PCTRELIEF' };
    expect(found(code, rules)).toEqual(['stated-relief', undefined]);
    expect(found(code)).toBeUndefined();
    expect(found({ system: `${defaultRules.base}/CodeSystem/measure`, code: 'pgic' })).toEqual(['pgic', undefined]);
  });
});

describe('answers', () => {
  test('of the global impression of change are seven, the best first, with no change in the middle', () => {
    expect(answers.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(answers[noChange - 1]?.code).toBe('no-change');
  });

  test("trap 11: a form's number is a word only where the site says which; a question has only its own answers", () => {
    const code = { system: '99PRO', code: '2' };
    const as = { system: 'ilium', code: 'much-improved' };
    const rules: Rules = { ...defaultRules, codes: { answers: [{ ...code, as }] } };
    expect(answerOf(code, 'pgic', defaultRules)).toBeUndefined();
    expect(answerOf(code, 'pgic', rules)?.value).toBe(2);
    expect(answerOf(code, 'nrs', rules)).toBeUndefined();
  });
});

test.each([
  ['stated-duration', 'Weeks', 'wk', 7],
  ['stated-duration', 'mo', 'mo', 30.4375],
  ['stated-duration', '{score}', undefined, undefined],
  ['vas', 'cm', 'cm', 10],
  ['promis-pain-interference', '{T-score}', '{T-score}', 1],
  ['nrs', '%', undefined, undefined],
] as const)('%s in %s', (code, written, ucum, times) => {
  const unit = unitOf(written, measures.find(({ measure }) => measure === code)?.units ?? []);
  expect([unit?.ucum, unit?.times]).toEqual([ucum, times]);
});
