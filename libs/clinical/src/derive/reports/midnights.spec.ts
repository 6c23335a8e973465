import { describe, expect, test } from '@jest/globals';
import { defaultRules, type Rules } from '../../rules.js';
import { injectionDay, leftInjection, steroid } from '../../testing/contents.js';
import { pain, treatment } from '../../testing/courses.js';
import { derived, outcome } from '../../testing/derived.js';
import { administration, procedure } from '../../testing/events.js';
import { addDays } from './moments.js';

const onDay = (day: number) => addDays(injectionDay, day);

describe('clinical rule 6, trap 21: midnight of who writes it for no time is a date', () => {
  const rules: Rules = { ...defaultRules, midnightMeansNoTime: ['EHR'] };
  const midnight = pain(8, 0, {}, 'T00:00:00-04:00');

  test('in the chart', () => {
    expect(derived([midnight], onDay(1), rules).observations[0]?.effectiveDateTime).toBe(injectionDay);
    expect(derived([midnight], onDay(1)).observations[0]?.effectiveDateTime).toBe(`${injectionDay}T00:00:00-04:00`);
  });

  test('it is no clock time before the needle', () => {
    const events = [...treatment('1'), midnight, pain(3, 7)];
    expect(outcome(derived(events, onDay(11), rules), 'W1')?.result?.doubt).toBe('no-baseline');
    expect(outcome(derived(events, onDay(11)), 'W1')?.result?.baseline).toBe(8);
  });

  test('nor is it the start of a procedure', () => {
    const events = [...treatment('1', { performed: `${injectionDay}T00:00:00-04:00`, performedEnd: undefined })];
    const first = pain(2, 0, {}, 'T00:30:00-04:00');
    expect(outcome(derived([...events, first], onDay(1)), '30MIN')?.status).toBe('observed');
    expect(outcome(derived([...events, first], onDay(1), rules), '30MIN')).toBeUndefined();
  });

  test('and of everything else that it says', () => {
    const [performed, performedEnd, start] = Array.from({ length: 3 }, () => `${injectionDay}T00:00:00-04:00`);
    const done = procedure({ id: '1' }, { ...leftInjection, performed, performedEnd });
    const result = derived([done, administration({ id: '1' }, { ...steroid, start })], onDay(1), rules);
    expect(result.procedures).toMatchObject([{ performedPeriod: { start: injectionDay, end: injectionDay } }]);
    expect(result.administrations).toMatchObject([{ effectiveDateTime: injectionDay }]);
  });

  test('another application knows its times', () => {
    const others: Rules = { ...defaultRules, midnightMeansNoTime: ['BILLING'] };
    expect(derived([midnight], onDay(1), others).observations[0]?.effectiveDateTime).toContain('T00:00:00');
  });

  test('another minute than midnight is a time', () => {
    const first = pain(8, 0, {}, 'T00:01:00-04:00');
    expect(derived([first], onDay(1), rules).observations[0]?.effectiveDateTime).toContain('T00:01');
  });
});
