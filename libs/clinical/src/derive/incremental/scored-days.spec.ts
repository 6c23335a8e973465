import { describe, expect, test } from '@jest/globals';
import type { ProcedureEvent } from '@ilium/contracts';
import { defaultRules, type Rules } from '../../rules.js';
import { injectionDay, leftInjection, nrs } from '../../testing/contents.js';
import { known } from '../../testing/derived.js';
import { procedure, score } from '../../testing/events.js';
import { plainIds } from '../../testing/plain-ids.js';
import { scoredDays } from './scored-days.js';

function daysOf(events: readonly ProcedureEvent[], rules: Rules = defaultRules): readonly string[] {
  return [...scoredDays(known(events).facts.values(), rules, plainIds).values()];
}

describe('the day of a score', () => {
  test('is one of the site, whatever zone its source writes', () => {
    expect(daysOf([score({ id: '1' }, nrs(3, '2026-03-13T02:00:00Z'))])).toEqual([injectionDay]);
  });

  test('is empty where the source knows only a month, or nothing, or took the score back', () => {
    const said = nrs(3, injectionDay);
    expect(daysOf([score({ id: '1' }, { ...said, effective: '2026-03' })])).toEqual(['']);
    expect(daysOf([score({ id: '1' }, { ...said, effective: null })])).toEqual(['']);
    expect(daysOf([score({ id: '1', status: 'void' }, said)])).toEqual(['']);
  });

  test('is the written one where midnight means that no time is known', () => {
    const midnight = [score({ id: '1' }, nrs(3, '2026-03-13T00:00:00Z'))];
    expect(daysOf(midnight)).toEqual([injectionDay]);
    expect(daysOf(midnight, { ...defaultRules, midnightMeansNoTime: ['EHR'] })).toEqual(['2026-03-13']);
  });

  test('is unknown of what belongs to a course', () => {
    const finding = { measure: { code: 'contrast-spread' }, answer: { code: 'vascular' }, effective: injectionDay };
    expect(daysOf([procedure({ id: '1' }, leftInjection)])).toEqual([]);
    expect(daysOf([score({ id: '1' }, finding)])).toEqual([]);
    expect(daysOf(['A', 'B'].map((patient) => score({ id: '1', patient }, nrs(3, injectionDay))))).toEqual([]);
  });
});
