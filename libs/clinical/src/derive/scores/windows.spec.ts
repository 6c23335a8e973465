import { describe, expect, test } from '@jest/globals';
import type { ProcedureEvent } from '@ilium/contracts';
import { defaultRules } from '../../rules.js';
import { injectionDay, leftInjection } from '../../testing/contents.js';
import { pain, treatment } from '../../testing/courses.js';
import { derived, outcome } from '../../testing/derived.js';
import { procedure, visitNumber } from '../../testing/events.js';
import { plainIds } from '../../testing/plain-ids.js';
import { sessionsIn, stepsIn } from '../../testing/sessions.js';
import { seriesOf } from './episodes.js';
import { addDays } from '../reports/moments.js';
import { outcomesOf } from './outcomes.js';
import { readScores } from './scores.js';

const baseline = pain(8, 0, { timing: 'before' });
const course = [...treatment('1'), baseline];

/** As they are before the topic coarsens their days. */
function derivedOutcomes(events: readonly ProcedureEvent[], asOf: string) {
  const steps = stepsIn(events);
  const sessions = sessionsIn(events);
  const person = { isDead: false, birthDay: undefined, deathDay: undefined };
  const { scores } = readScores(steps.scores, sessions, person, defaultRules, plainIds);
  const { series } = seriesOf(sessions, scores, person, defaultRules, plainIds);
  return outcomesOf(series, defaultRules, asOf, plainIds).outcomes;
}

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

describe('clinical rule 15: windows of the first hours, by the clock', () => {
  const at = (time: string) => pain(2, 0, {}, `T${time}-04:00`);
  const windowsOf = (...events: ProcedureEvent[]) =>
    derived([...course, ...events], onDay(4)).outcomes.map(({ about, status }) => [about.window, status]);

  // The needle is at 10:05.
  test.each([
    ['10:19:59', undefined],
    ['10:20:00', '30MIN'],
    ['11:35:00', '30MIN'],
    ['11:35:01', undefined],
    ['12:04:59', undefined],
    ['12:05:00', '4H'],
    ['18:05:00', '4H'],
    ['18:05:01', undefined],
    ['22:04:59', undefined],
    ['22:05:00', '24H'],
  ])('a score at %s is of window %s', (time, window) => {
    expect(windowsOf(at(time))).toEqual(window === undefined ? [] : [[window, 'observed']]);
  });

  test('the last of them ends after 36 hours, on the next day', () => {
    expect(windowsOf(pain(2, 1, {}, 'T22:05:00-04:00'))).toEqual([['24H', 'observed']]);
    expect(windowsOf(pain(2, 1, {}, 'T22:05:01-04:00'))).toEqual([]);
  });

  test('nobody is expected to answer in them, and a date is no time', () => {
    expect(windowsOf()).toEqual([]);
    expect(windowsOf(pain(2, 0, { timing: 'after' }), pain(2, 1))).toEqual([]);
    const dateOnly = treatment('1', { performed: injectionDay, performedEnd: undefined });
    expect(derived([...dateOnly, baseline, at('10:35:00')], onDay(4)).outcomes).toEqual([]);
  });

  test('the score nearest to the nominal minute counts, of two equally near the earlier', () => {
    const valueOf = (...times: readonly string[]) => {
      const scores = times.map((time, index) => pain(index + 1, 0, {}, `T${time}-04:00`));
      return outcome(derived([...course, ...scores], onDay(1)), '30MIN')?.result?.value;
    };
    expect(valueOf('10:25:00', '10:40:00', '11:00:00')).toBe(2);
    expect(valueOf('10:40:00', '10:30:00')).toBe(2);
  });

  test('they are compared with the baseline of their session', () => {
    expect(outcome(derived([...course, at('10:35:00')], onDay(1)), '30MIN')?.result?.percentBetter).toBe(75);
  });

  test('trap 9: relief by the anaesthetic is in no window of the treatment', () => {
    expect(outcome(derived([...course, at('10:35:00')], onDay(11)), 'W1')?.status).toBe('missing');
  });

  test('they belong to the session just before, also where it was a block that opened no episode', () => {
    const block = procedure(
      { id: '2' },
      {
        ...leftInjection,
        visit: visitNumber('VISIT-2'),
        performed: `${onDay(20)}T09:00:00-04:00`,
        performedEnd: undefined,
      },
    );
    const hours = pain(1, 20, {}, 'T09:30:00-04:00');
    const result = derived([...course, block, hours, pain(7, 19)], onDay(23));
    const sessions = result.outcomes.map(({ about, status, session }) => [about.window, status, session]);
    const [ofBlock] = sessions.filter(([window]) => window === '30MIN');
    expect(ofBlock?.[1]).toBe('observed');
    expect(outcome(result, '30MIN')?.result?.baseline).toBe(7);
    expect(sessions.filter(([, , session]) => session === ofBlock?.[2])).toHaveLength(1);
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

  const next = (day: number, status: 'completed' | 'stopped' | 'not-done' = 'completed') =>
    treatment('2', { performed: onDay(day), performedEnd: undefined, status });

  test('a further intervention until the last day supersedes a window; one after it does not', () => {
    expect(statusesOn(60, [...course, ...next(10)])).toEqual(['superseded', 'superseded']);
    expect(statusesOn(60, [...course, ...next(11)])).toEqual(['missing', 'superseded']);
    expect(statusesOn(60, [...course, ...next(22)])).toEqual(['missing', 'missing']);
  });

  test('the status says since when it holds, which is never the day of asking', () => {
    const asOfOn = (day: number, window: string, events = course) =>
      derivedOutcomes(events, onDay(day)).find((one) => one.window === window)?.asOfDay;
    expect([28, 40, 56].map((day) => asOfOn(day, 'W6'))).toEqual([onDay(28), onDay(28), onDay(28)]);
    expect([57, 90, 900].map((day) => asOfOn(day, 'W6'))).toEqual([onDay(57), onDay(57), onDay(57)]);
    expect(asOfOn(90, 'W6', [...course, pain(3, 40)])).toBe(onDay(40));
    expect(asOfOn(90, 'W6', [...course, ...next(30)])).toBe(onDay(30));
  });

  test('clinical rule 13: an intervention that was stopped ends what came before, one that was not done does not', () => {
    expect(statusesOn(60, [...course, ...next(8, 'stopped')])).toEqual(['superseded', 'superseded']);
    expect(statusesOn(60, [...course, ...next(8, 'not-done')])).toEqual(['missing', 'missing']);
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
    expect(patient?.outcomes.map(({ observation }) => observation.content.kind)).toEqual(['session']);
    expect(patient?.dueDay).toBe('9999-12-31');
  });
});
