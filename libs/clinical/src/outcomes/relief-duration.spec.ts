import { describe, expect, test } from '@jest/globals';
import { reliefDuration, type FollowedRelief, type ReliefScore } from './relief-duration.js';

const on = (day: number, value: number): ReliefScore => ({ day, value });

function measured(scores: readonly ReliefScore[], more: Partial<FollowedRelief<ReliefScore>> = {}) {
  return reliefDuration({ baseline: 8, scores, end: undefined, ...more }, { reliefPercent: 50, firstDay: 5 });
}

describe('clinical rule 19: duration of relief', () => {
  test('ends at the first score below 50 %, somewhere between two visits', () => {
    expect(measured([on(7, 3), on(14, 4), on(42, 5), on(91, 2)])?.result).toEqual({
      end: 'score-below',
      lastDayWith: 14,
      firstDayWithout: 42,
    });
  });

  test('is censored at the last score while it lasts', () => {
    expect(measured([on(7, 3), on(14, 4)])?.result).toEqual({
      end: 'censored',
      lastDayWith: 14,
      firstDayWithout: null,
    });
  });

  test.each(['intervention', 'fusion'] as const)('ends at a further %s: an event, not censoring', (by) => {
    expect(measured([on(7, 3)], { end: { day: 30, by } })?.result).toEqual({
      end: 'intervention',
      lastDayWith: 7,
      firstDayWithout: 30,
    });
  });

  test('is censored by death', () => {
    expect(measured([on(7, 3)], { end: { day: 30, by: 'death' } })?.result).toEqual({
      end: 'censored',
      lastDayWith: 7,
      firstDayWithout: null,
    });
  });

  test('had ended before a further intervention where a score was below', () => {
    expect(measured([on(7, 3), on(14, 8)], { end: { day: 30, by: 'intervention' } })?.result.end).toBe('score-below');
  });

  test('is 0 days for those who answered and never had relief, whatever came after', () => {
    expect(measured([on(7, 5), on(14, 8)], { end: { day: 30, by: 'intervention' } })?.result).toEqual({
      end: 'non-responder',
      lastDayWith: 0,
      firstDayWithout: 0,
    });
  });

  test('makes a responder of whoever has relief at any score from day 5 on, also a late one', () => {
    expect(measured([on(7, 6), on(14, 3), on(42, 7)])?.result).toMatchObject({ lastDayWith: 14, firstDayWithout: 42 });
  });

  test('trap 9: relief of the anaesthetic makes no responder', () => {
    expect(measured([on(0, 0), on(1, 1), on(7, 8)])?.result.end).toBe('non-responder');
  });

  test('says nothing of those who did not answer in that time', () => {
    expect(measured([on(0, 0), on(4, 1)])).toBeUndefined();
    expect(measured([], { end: { day: 30, by: 'intervention' } })).toBeUndefined();
  });

  test.each([
    [undefined, 'no-baseline'],
    [0, 'baseline-zero'],
  ])('has no days with a baseline of %s: %s, and no non-responder', (baseline, doubt) => {
    expect(measured([on(7, 3)], { baseline })?.result).toEqual({
      end: 'censored',
      lastDayWith: null,
      firstDayWithout: null,
      doubt,
    });
  });

  test('rests on the scores up to the first one without it', () => {
    expect(measured([on(2, 1), on(7, 3), on(42, 5), on(91, 2)])?.from.map(({ day }) => day)).toEqual([7, 42]);
  });

  test('takes exactly half of the baseline for relief', () => {
    expect(measured([on(7, 3.3)], { baseline: 6.6 })?.result.end).toBe('censored');
  });
});
