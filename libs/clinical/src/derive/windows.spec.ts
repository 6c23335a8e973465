import { describe, expect, test } from '@jest/globals';
import { defaultRules } from '../rules.js';
import { injectionDay } from '../testing/contents.js';
import { pain, treatment } from '../testing/courses.js';
import { derived, outcome } from '../testing/derived.js';
import { addDays } from './moments.js';

const baseline = pain(8, 0, { timing: 'before' });
const course = [...treatment('1'), baseline];
const onDay = (day: number) => addDays(injectionDay, day);
const muchLater = onDay(8000);

/** Clinical rule 15. */
const table: readonly (readonly [window: string, first: number, nominal: number, last: number])[] = [
  ['W1', 5, 7, 10],
  ['W2', 11, 14, 21],
  ['W6', 28, 42, 56],
  ['M3', 70, 91, 120],
  ['M6', 150, 182, 225],
  ['M12', 300, 365, 450],
  ['M24', 600, 730, 840],
  ['Y3', 1005, 1095, 1185],
  ['Y4', 1370, 1460, 1550],
  ['Y20', 7210, 7300, 7390],
];

describe('clinical rule 15: windows from the needle out, both ends included', () => {
  test.each(table)('%s: days %i to %i to %i', (window, first, nominal, last) => {
    const statusOf = (day: number) => outcome(derived([...course, pain(4, day)], muchLater), window)?.status;
    expect([first - 1, first, nominal, last, last + 1].map(statusOf)).toEqual([
      'missing',
      'observed',
      'observed',
      'observed',
      'missing',
    ]);
  });

  test('they do not overlap', () => {
    const { windows } = defaultRules;
    for (const [index, { lastDay }] of windows.entries()) {
      expect(windows[index + 1]?.firstDay ?? Infinity).toBeGreaterThan(lastDay);
    }
  });

  test.each(table)(
    '%s: the score nearest to the nominal day counts, of two equally near the earlier',
    (window, _, nominal) => {
      const valueOf = (...days: readonly number[]) => {
        const scores = days.map((day, index) => pain(index + 1, day));
        return outcome(derived([...course, ...scores], muchLater), window)?.result?.value;
      };
      expect(valueOf(nominal - 2, nominal + 1)).toBe(2);
      expect(valueOf(nominal - 1, nominal + 2)).toBe(1);
      expect(valueOf(nominal + 1, nominal - 1)).toBe(2);
      expect(valueOf(nominal - 1, nominal + 1)).toBe(1);
    },
  );

  test('of two scores of one day, what has no clock time comes first, then the earlier', () => {
    const [noon, night, dateOnly] = [
      pain(1, 14, {}, 'T12:00:00-04:00'),
      pain(2, 14, {}, 'T02:00:00-04:00'),
      pain(3, 14),
    ];
    expect(outcome(derived([...course, noon, night]), 'W2')?.result?.value).toBe(2);
    expect(outcome(derived([...course, noon, night, dateOnly]), 'W2')?.result?.value).toBe(3);
  });
});

describe("days are calendar days in the site's zone", () => {
  test('a UTC evening is the day before at the site', () => {
    const late = pain(4, 5, {}, 'T03:30:00Z');
    const inTime = pain(4, 6, {}, 'T03:30:00Z');
    expect(outcome(derived([...course, late]), 'W1')?.status).toBe('missing');
    expect(outcome(derived([...course, inTime]), 'W1')?.status).toBe('observed');
  });

  test('the same history has other days in another zone', () => {
    const late = pain(4, 5, {}, 'T03:30:00Z');
    const rules = { ...defaultRules, timeZone: 'Europe/Berlin' };
    expect(outcome(derived([...course, late], '2026-05-15', rules), 'W1')?.status).toBe('observed');
  });

  test.each([
    ['spring, 23 hours', '2026-03-05T10:00:00-05:00', '2026-03-10T00:05:00-04:00', '2026-03-09T23:55:00-04:00'],
    ['autumn, 25 hours', '2026-10-29T10:00:00-04:00', '2026-11-03T00:05:00-05:00', '2026-11-02T23:55:00-05:00'],
    ['leap day', '2028-02-25T10:00:00-05:00', '2028-03-01T00:05:00-05:00', '2028-02-29T23:55:00-05:00'],
  ])('a window opens at midnight of its day, whatever lies between: %s', (_, performed, fifthDay, fourthDay) => {
    const statusWith = (effective: string) => {
      const events = [...treatment('1', { performed, performedEnd: undefined }), pain(4, 0, { effective })];
      return outcome(derived(events, '2029-01-01'), 'W1')?.status;
    };
    expect(statusWith(fifthDay)).toBe('observed');
    expect(statusWith(fourthDay)).toBe('missing');
  });

  test('trap 21: a date without a time is no midnight', () => {
    const events = treatment('1', { performed: injectionDay, performedEnd: undefined });
    expect(derived(events).procedures).toMatchObject([{ performedDateTime: injectionDay }]);
    expect(outcome(derived([...events, pain(4, 5)]), 'W1')?.status).toBe('observed');
  });
});

describe('clinical rules 13 and 21: open, observed, missing, superseded', () => {
  const statusesOn = (day: number, events = course) =>
    ['W1', 'W2'].map((w) => outcome(derived(events, onDay(day)), w)?.status);

  test('a window that has not opened says nothing; then it is open; after its last day it is missing', () => {
    expect(statusesOn(4)).toEqual([undefined, undefined]);
    expect(statusesOn(5)).toEqual(['open', undefined]);
    expect(statusesOn(10)).toEqual(['open', undefined]);
    expect(statusesOn(11)).toEqual(['missing', 'open']);
    expect(statusesOn(22)).toEqual(['missing', 'missing']);
  });

  test('both measures are expected, and trap 26: missing is not "not improved"', () => {
    const missing = derived(course, onDay(11)).outcomes.filter(({ status }) => status === 'missing');
    expect(missing.map(({ about }) => about.measure).sort()).toEqual(['nrs', 'odi']);
    expect(missing.map(({ result }) => result)).toEqual([null, null]);
  });

  const next = (day: number, status: 'completed' | 'stopped' = 'completed') =>
    treatment('2', { performed: onDay(day), performedEnd: undefined, status });

  test('a further intervention until the last day supersedes a window; one after it does not', () => {
    expect(statusesOn(60, [...course, ...next(10)])).toEqual(['superseded', 'superseded']);
    expect(statusesOn(60, [...course, ...next(11)])).toEqual(['missing', 'superseded']);
    expect(statusesOn(60, [...course, ...next(22)])).toEqual(['missing', 'missing']);
  });

  test('an intervention that was stopped ends nothing; one without steroid does', () => {
    expect(statusesOn(60, [...course, ...next(8, 'stopped')])).toEqual(['missing', 'missing']);
    expect(statusesOn(60, [...course, ...next(8).slice(0, 1)])).toEqual(['superseded', 'superseded']);
  });

  test('what was scored before the next intervention counts; on its own day only with its word or a clock time', () => {
    const scored = (day: number, more = {}) => statusesOn(60, [...course, ...next(8), pain(4, day, more)])[0];
    expect(scored(7)).toBe('observed');
    expect(scored(8)).toBe('superseded');
    expect(scored(8, { timing: 'before' })).toBe('observed');
    expect(scored(9)).toBe('superseded');
  });

  test('a procedure of which only the month is known opens no window', () => {
    expect(derived(treatment('1', { performed: '2026-03', performedEnd: undefined })).outcomes).toEqual([]);
  });

  test('a procedure of a day that will never come opens no window and breaks nothing', () => {
    const [patient] = derived(treatment('1', { performed: '9999-12-31', performedEnd: undefined })).patients;
    expect(patient).toMatchObject({ outcomes: [], dueDay: '9999-12-31' });
  });
});
