import { describe, expect, test } from '@jest/globals';
import type { MeasureCode } from '@ilium/contracts';
import { pain, treatment } from '../testing/courses.js';
import { derived } from '../testing/derived.js';
import { defaultRules, type Rules } from '../rules.js';
import { measures, type Measure } from '../terminology/measures.js';
import { improvementOf } from './improvement.js';

function measureNamed(code: MeasureCode): Measure {
  const found = measures.find(({ measure }) => measure === code);
  if (found === undefined) throw new TypeError(`${code} is not in the table`);
  return found;
}

const [nrs, odi, index] = [measureNamed('nrs'), measureNamed('odi'), measureNamed('eq-5d-index')];

function improvement(measure: Measure, baseline: number | undefined, value: number, rules: Rules = defaultRules) {
  const before = baseline === undefined ? undefined : { value: baseline, valueSet: 'US' };
  return improvementOf(measure, before, { value, valueSet: 'US' }, rules);
}

describe('percent of the baseline, positive where better', () => {
  test.each([
    ['the sample message of the clinical facts', nrs, 8, 3, 62.5],
    ['no change', nrs, 8, 8, 0],
    ['worse', nrs, 4, 6, -50],
    ['all gone', nrs, 8, 0, 100],
    ['a third, to six decimals', nrs, 3, 2, 33.333333],
    ['binary fractions do not show', nrs, 6.6, 4.62, 30],
    ['trap 12: ODI is a percentage already, its improvement is relative', odi, 46, 28, 39.130435],
  ])('%s', (_, measure, baseline, value, percent) => {
    expect(improvement(measure, baseline, value).percentBetter).toBe(percent);
  });

  test('points are in the unit of the measure: ODI 46 to 28 is 18 points', () => {
    expect(improvement(odi, 46, 28).betterBy).toBe(18);
    expect(improvement(nrs, 6.6, 3.3).betterBy).toBe(3.3);
  });
});

describe('clinical rule 16: low baselines', () => {
  test('a baseline of 0 has no percentage, and nothing that needs one', () => {
    expect(improvement(nrs, 0, 2)).toMatchObject({
      percentBetter: null,
      baselineBand: 'zero',
      improved: null,
      improvedByPoints: null,
      over50: null,
      atLeast50: null,
      atLeast75: null,
      doubt: 'baseline-zero',
    });
  });

  test('without a baseline the value stands alone: never "not improved"', () => {
    expect(improvement(nrs, undefined, 3)).toEqual({
      baseline: null,
      value: 3,
      betterBy: null,
      percentBetter: null,
      baselineBand: 'none',
      improved: null,
      improvedByPoints: null,
      over50: null,
      atLeast50: null,
      atLeast75: null,
      origin: 'computed',
      doubt: 'no-baseline',
    });
  });

  test.each([
    ['promis-pain-interference', 65, 61.5, 3.5, true],
    ['promis-pain-interference', 65, 61.6, 3.4, false],
    ['promis-physical-function', 35, 38.6, 3.6, true],
    ['promis-physical-health', 40, 50, 10, null],
    ['eq-5d-index', 0, 0.08, 0.08, true],
    ['eq-5d-index', -0.1, 0.6, 0.7, true],
    ['start-back', 7, 2, 5, null],
  ] as const)('trap 11: %s from %d to %d: a change and no percentage', (code, baseline, value, betterBy, improved) => {
    expect(improvement(measureNamed(code), baseline, value)).toMatchObject({
      betterBy,
      percentBetter: null,
      baselineBand: 'usual',
      improved,
      over50: null,
      atLeast50: null,
      atLeast75: null,
      doubt: 'no-percentage-of-this-measure',
    });
  });

  test('indices of different value sets are not compared, nor is one whose value set nobody named', () => {
    const compared = (before: string | undefined, after: string | undefined) =>
      improvementOf(index, { value: 0.4, valueSet: before }, { value: 0.7, valueSet: after }, defaultRules);
    expect(compared('US', 'US').betterBy).toBe(0.3);
    for (const [before, after] of [
      ['US', 'DE'],
      ['US', undefined],
      [undefined, undefined],
    ]) {
      expect(compared(before, after)).toMatchObject({
        baseline: null,
        value: 0.7,
        betterBy: null,
        improved: null,
        doubt: 'other-value-set',
      });
    }
  });

  test.each([
    [nrs, 2.9, 'low'],
    [nrs, 3, 'usual'],
    [odi, 19.9, 'low'],
    [odi, 20, 'usual'],
  ])('%#: a low one keeps its percentage and is counted apart', (measure, baseline, band) => {
    expect(improvement(measure, baseline, 0)).toMatchObject({ percentBetter: 100, baselineBand: band });
  });

  test('in the chart each observed outcome has its percentage, or says why it has none', () => {
    const percentages = (baseline: number) =>
      derived([...treatment('1'), pain(baseline, -1), pain(1, 7)]).observations.filter(
        ({ derivedFrom }) => derivedFrom !== undefined,
      );
    const [none] = percentages(0);
    expect(none?.valueQuantity).toBeUndefined();
    expect(none?.dataAbsentReason?.coding?.map(({ code }) => code)).toContain('baseline-zero');
    expect(percentages(2)).toMatchObject([{ valueQuantity: { value: 50, code: '%' } }]);
  });

  test('a site may keep derived outcomes out of the chart', () => {
    const rules: Rules = { ...defaultRules, derivedInChart: [] };
    const events = [...treatment('1'), pain(8, -1), pain(1, 7)];
    expect(derived(events, '2026-05-15', rules).observations).toHaveLength(2);
    expect(derived(events, '2026-05-15', rules).outcomes).toEqual(derived(events).outcomes);
  });

  test('a percentage never stands under the code of a score', () => {
    const [percentage] = derived([...treatment('1'), pain(8, -1), pain(3, 7)]).observations.filter(
      ({ derivedFrom }) => derivedFrom !== undefined,
    );
    expect(percentage?.code?.coding?.map(({ system }) => system)).toEqual([
      'https://ilium.example/fhir/CodeSystem/derived-observation',
    ]);
  });
});

describe('clinical rule 20: separate flags', () => {
  const flags = (baseline: number, value: number, measure = nrs) => {
    const { improved, over50, atLeast50, atLeast75 } = improvement(measure, baseline, value);
    return [improved, over50, atLeast50, atLeast75];
  };
  const isImproved = (code: MeasureCode, baseline: number, value: number) =>
    improvement(measureNamed(code), baseline, value).improved;

  test('trap 10: > 50 is not ≥ 50', () => {
    expect(flags(8, 4)).toEqual([true, false, true, false]);
    expect(flags(8, 3.9)).toEqual([true, true, true, false]);
    expect(flags(6.6, 3.3)).toEqual([true, false, true, false]);
  });

  test('at least 75 %', () => {
    expect(flags(8, 2)).toEqual([true, true, true, true]);
    expect(flags(8, 2.1)).toEqual([true, true, true, false]);
  });

  test('improved on the NRS is at least 30 %', () => {
    expect(flags(10, 7)[0]).toBe(true);
    expect(flags(10, 7.1)[0]).toBe(false);
  });

  test('improved on the ODI is at least 30 % or 10 points', () => {
    expect(flags(80, 70, odi)[0]).toBe(true);
    expect(flags(80, 70.1, odi)[0]).toBe(false);
    expect(flags(20, 14, odi)[0]).toBe(true);
  });

  test('on the NRS at least 2 points is a rate of its own', () => {
    expect(improvement(nrs, 8, 6)).toMatchObject({ improved: false, improvedByPoints: true });
    expect(improvement(nrs, 4, 2.5)).toMatchObject({ improved: true, improvedByPoints: false });
    expect(improvement(odi, 40, 20)).not.toHaveProperty('improvedByPoints');
  });

  test.each([
    ['vas', 80, 65, true],
    ['vas', 80, 65.1, false],
    ['vas', 40, 28, true],
    ['bpi-interference', 9, 8, true],
    ['bpi-interference', 2, 1.1, false],
    ['peg', 6, 4.2, true],
    ['peg', 6, 4.3, false],
    ['eq-vas', 50, 90, null],
  ] as const)('%s from %d to %d: improved %p', (code, baseline, value, expected) => {
    expect(isImproved(code, baseline, value)).toBe(expected);
  });

  test('a site may follow another source', () => {
    const rules: Rules = { ...defaultRules, changesThatMatter: { nrs: { percent: 50 }, 'eq-vas': { points: 10 } } };
    expect(improvement(nrs, 8, 5, rules).improved).toBe(false);
    expect(improvement(measureNamed('eq-vas'), 50, 60, rules).improved).toBe(true);
  });
});

describe('clinical rule 23: what patients say themselves needs no baseline', () => {
  const stated = (code: MeasureCode, value: number) => improvement(measureNamed(code), undefined, value);

  test.each([
    [1, 3, true, true],
    [2, 2, true, true],
    [3, 1, true, false],
    [4, 0, false, false],
    [7, -3, false, false],
  ])('global impression of change %d: any better, and much or very much', (value, betterBy, improved, much) => {
    expect(stated('pgic', value)).toMatchObject({ origin: 'stated', betterBy, improved, improvedByPoints: much });
    expect(stated('pgic', value)).toMatchObject({ over50: null, percentBetter: null, baselineBand: 'none' });
  });

  test.each([
    [0, [false, false, false, false]],
    [1, [true, false, false, false]],
    [50, [true, false, true, false]],
    [51, [true, true, true, false]],
    [75, [true, true, true, true]],
  ])('stated relief of %d %%', (value, flags) => {
    const { improved, over50, atLeast50, atLeast75, ...rest } = stated('stated-relief', value);
    expect([improved, over50, atLeast50, atLeast75]).toEqual(flags);
    expect(rest).toMatchObject({ origin: 'stated', baseline: null, betterBy: null, percentBetter: value });
    expect(rest).not.toHaveProperty('doubt');
  });

  test('a stated duration is a number of days and no improvement', () => {
    expect(stated('stated-duration', 90)).toMatchObject({ value: 90, improved: null, over50: null, origin: 'stated' });
  });
});
