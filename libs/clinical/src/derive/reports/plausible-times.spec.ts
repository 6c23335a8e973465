import { describe, expect, test } from '@jest/globals';
import type { Report } from '@ilium/contracts';
import { injectionDay, leftInjection, nrs } from '../../testing/contents.js';
import { pain, treatment } from '../../testing/courses.js';
import { derived, outcome } from '../../testing/derived.js';
import { patient, procedure, score } from '../../testing/events.js';
import { addDays, momentOf } from './moments.js';
import { isPlausible } from './plausible-times.js';

const onDay = (day: number) => addDays(injectionDay, day);
const course = [...treatment('1'), pain(8, -1)];

describe('clinical rule 6: what a time can be', () => {
  const life = { birthDay: '1968-02-14', deathDay: '2026-06-01' };
  const saidAt = Date.parse('2026-03-12T18:00:00Z');

  test.each([
    ['the day of birth', '1968-02-14', true],
    ['the day before', '1968-02-13', false],
    ['the month of birth', '1968-02', true],
    ['the month before', '1968-01', false],
    ['an hour after it was said', '2026-03-12T19:00:00Z', true],
    ['more than an hour after', '2026-03-12T19:00:01Z', false],
    ['the day on which it was said', '2026-03-12', true],
    ['the day after', '2026-03-13', false],
    ['the year in which it was said', '2026', true],
    ['the next year', '2027', false],
  ])('%s, %s: %p', (_, text, expected) => {
    expect(isPlausible(momentOf(text, 'America/New_York'), saidAt, life, 'America/New_York')).toBe(expected);
  });

  test.each([
    ['the day of death', '2026-06-01T23:00:00-04:00', true],
    ['the day after', '2026-06-02', false],
  ])('%s, from a source that does not say when it said so: %p', (_, text, expected) => {
    expect(isPlausible(momentOf(text, 'America/New_York'), 0, life, 'America/New_York')).toBe(expected);
  });

  test('nothing is impossible where nothing is known', () => {
    const unknown = { birthDay: undefined, deathDay: undefined };
    expect(isPlausible(momentOf('9999-12-31', 'UTC'), 0, unknown, 'UTC')).toBe(true);
  });
});

describe('clinical rule 6: what can not be is in no outcome and is work, and never parked', () => {
  const early = (report: Report<'score'>, at: string) => score({ id: 'S1', at }, report);

  test('a score of a day that is still to come stays in the chart', () => {
    const result = derived([...course, early(nrs(3, onDay(14)), `${onDay(7)}T12:00:00Z`)], onDay(22));
    expect(outcome(result, 'W2')?.status).toBe('missing');
    expect(result.work).toEqual(['implausible-time: effective']);
    expect(result.observations.map(({ effectiveDateTime }) => effectiveDateTime)).toContain(onDay(14));
  });

  test('a score before birth and one after death', () => {
    const born = patient({ id: 'P' }, { birthDate: onDay(8), deceased: onDay(13) });
    const result = derived([...treatment('1'), pain(4, 7), pain(3, 14), born], onDay(22));
    expect(result.outcomes.map(({ status }) => status)).not.toContain('observed');
    expect(result.work).toEqual([
      'implausible-time: effective',
      'implausible-time: effective',
      'implausible-time: performed',
      'implausible-time: start',
    ]);
  });

  test('a procedure whose time can not be opens nothing and ends nothing', () => {
    const wrong = procedure(
      { id: '2', at: `${onDay(1)}T12:00:00Z` },
      { ...leftInjection, visit: undefined, performed: onDay(8), performedEnd: undefined },
    );
    const result = derived([...course, wrong, pain(3, 9)], onDay(11));
    expect(outcome(result, 'W1')?.status).toBe('observed');
    expect(result.procedures).toHaveLength(2);
    expect(result.work).toEqual(['implausible-time: performed']);
  });

  test('what is still to be done may be of a day to come', () => {
    const planned = procedure(
      { id: '2', at: `${onDay(1)}T12:00:00Z` },
      { ...leftInjection, visit: undefined, performed: onDay(8), performedEnd: undefined, status: 'preparation' },
    );
    expect(derived([...course, planned], onDay(11)).work).toEqual([]);
  });

  test('a time by a changed clock counts, and somebody should look at it', () => {
    const autumn = treatment('1', { performed: '2026-10-25', performedEnd: undefined });
    const result = derived([...autumn, pain(3, 0, { effective: '2026-11-01T01:30:00-04:00' })], '2026-12-01');
    expect(result.work).toEqual(['dst-time: effective']);
    expect(outcome(result, 'W1')?.status).toBe('observed');
  });
});
