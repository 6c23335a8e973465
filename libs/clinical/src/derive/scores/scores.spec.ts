import { describe, expect, test } from '@jest/globals';
import type { Report } from '@ilium/contracts';
import { injectionDay, nrs, odi } from '../../testing/contents.js';
import { pain, treatment } from '../../testing/courses.js';
import { derived, outcome } from '../../testing/derived.js';
import { score } from '../../testing/events.js';
import { addDays } from '../reports/moments.js';

const onDay = (day: number) => addDays(injectionDay, day);

describe('what counts as a score', () => {
  const course = [...treatment('1'), pain(8, -1)];
  const said = (report: Report<'score'>, at: string, status?: 'corrected' | 'void') =>
    score({ id: 'S1', at, ...(status === undefined ? {} : { status }) }, report);
  const three = said(nrs(3, onDay(14)), '2026-03-26T13:00:00Z');

  test('a missing score has a reason in the chart, is never 0 and is no answer', () => {
    const declined = pain(0, 7, { value: undefined, missingReason: 'asked-declined' });
    const result = derived([...course, declined], onDay(11));
    expect(outcome(result, 'W1')?.status).toBe('missing');
    const [observation] = result.observations.filter(({ dataAbsentReason }) => dataAbsentReason !== undefined);
    expect(observation?.dataAbsentReason?.coding?.[0]?.code).toBe('asked-declined');
    expect(observation?.valueQuantity).toBeUndefined();
  });

  test.each([
    ['value', 'above the range', { value: 70 }],
    ['value', 'below the range', { value: -1 }],
    ['unit', 'in percent', { unit: '%' }],
    ['unit', 'as a T-score', { unit: '{T-score}' }],
  ] as const)(
    'a %s that the measure cannot have, %s, is in the chart as reported, and in no outcome',
    (field, _, what) => {
      const result = derived([...course, pain(3, 7, what)], onDay(11));
      expect(outcome(result, 'W1')?.status).toBe('missing');
      expect(result.work).toEqual([`conflict: ${field}`]);
      expect(result.observations.map(({ valueQuantity }) => valueQuantity)).toContainEqual({ value: 3, ...what });
    },
  );

  test('an impossible baseline is no baseline', () => {
    const result = derived([...treatment('1'), pain(80, -1), pain(3, 7)], onDay(11));
    expect(outcome(result, 'W1')).toMatchObject({
      status: 'observed',
      result: { improved: null, doubt: 'no-baseline' },
    });
  });

  test('what one source both contradicts and cannot mean is one piece of work', () => {
    const [at, id] = ['2026-03-19T13:00:00Z', 'S1'];
    const both = [nrs(30, onDay(7)), nrs(40, onDay(7))].map((report) => score({ id, at }, report));
    expect(derived([...course, ...both]).work).toEqual(['conflict: value']);
  });

  test.each([undefined, '{score}', '1', 'score', 'Points'])('unit %s says that a score is a score', (unit) => {
    const result = derived([...course, pain(3, 7, { unit })], onDay(11));
    expect(outcome(result, 'W1')?.status).toBe('observed');
    expect(result.work).toEqual([]);
  });

  test('percent is the unit of the disability index', () => {
    const events = [...course, score({ id: 'ODI' }, odi(40, onDay(7), { unit: '%' }))];
    expect(outcome(derived(events, onDay(11)), 'W1', 'odi')?.status).toBe('observed');
  });

  test('a preliminary score counts as observed: its correction comes under the same key', () => {
    const result = derived([...course, score({ status: 'preliminary' }, nrs(3, onDay(7)))], onDay(11));
    expect(outcome(result, 'W1')).toMatchObject({ status: 'observed', result: { value: 3 } });
    expect(result.observations.map(({ status }) => status)).toContain('preliminary');
  });

  test("a site's own reason is unknown to FHIR", () => {
    const lost = pain(0, 7, { value: undefined, missingReason: 'lost the form' });
    const [observation] = derived([lost]).observations;
    expect(observation?.dataAbsentReason?.coding?.[0]?.code).toBe('unknown');
  });

  test('trap 19: a corrected score replaces, and the percentage is computed again under its key', () => {
    const five = said(nrs(5, onDay(14)), '2026-03-27T13:00:00Z', 'corrected');
    const [before, after] = [derived([...course, three]), derived([...course, five, three])];
    expect(outcome(before, 'W2')?.result?.percentBetter).toBe(62.5);
    expect(outcome(after, 'W2')?.result?.percentBetter).toBe(37.5);
    expect(after.observations.map(({ id }) => id).sort()).toEqual(before.observations.map(({ id }) => id).sort());
    expect(after.observations.map(({ status }) => status).sort()).toEqual(['corrected', 'final', 'final']);
  });

  test('a void score is no score, nor is there a percentage any more', () => {
    const taken = said({}, '2026-03-27T13:00:00Z', 'void');
    expect(derived([...course, three, taken]).observations).toHaveLength(1);
    expect(outcome(derived([...course, three, taken]), 'W2')?.status).toBe('missing');
  });

  test('a score that is only known to a month is in the chart, and in no window', () => {
    const vague = pain(3, 0, { effective: '2026-03' });
    const result = derived([...course, vague]);
    const [observation] = result.observations.filter(({ effectiveDateTime }) => effectiveDateTime === '2026-03');
    expect(observation?.meta?.profile).toBeUndefined();
    expect(result.outcomes.every(({ status }) => status !== 'observed')).toBe(true);
  });
});
