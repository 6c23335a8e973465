import { describe, expect, test } from '@jest/globals';
import { pain, treatment } from '../testing/courses.js';
import { derived } from '../testing/derived.js';
import { defaultRules, type Rules } from '../rules.js';
import { measures, type Measure } from '../terminology/measures.js';
import { improvementOf } from './improvement.js';

const [nrs, odi] = ['nrs', 'odi'].map((code) => measures.find(({ measure }) => measure === code));

function improvement(measure: Measure | undefined, baseline: number, value: number) {
  if (measure === undefined) throw new TypeError('not in the table');
  return improvementOf(measure, baseline, value);
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
      improved: false,
      over50: false,
      atLeast50: false,
      atLeast75: false,
    });
  });

  test.each([
    [nrs, 2.9, 'low'],
    [nrs, 3, 'usual'],
    [odi, 19.9, 'low'],
    [odi, 20, 'usual'],
  ])('%#: a low one keeps its percentage and is counted apart', (measure, baseline, band) => {
    expect(improvement(measure, baseline, 0)).toMatchObject({ percentBetter: 100, baselineBand: band });
  });

  test('in the chart there is a percentage for each observed outcome that has one', () => {
    const percentages = (baseline: number) =>
      derived([...treatment('1'), pain(baseline, -1), pain(1, 7)]).observations.filter(
        ({ derivedFrom }) => derivedFrom !== undefined,
      );
    expect(percentages(0)).toEqual([]);
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
});
