import { describe, expect, test } from '@jest/globals';
import { defaultRules } from '../../rules.js';
import { at, madeJoint, madeScore, madeSession, onDay } from '../../testing/made-sessions.js';
import { momentOf } from '../reports/moments.js';
import type { Session } from '../sessions/sessions.js';
import { isBaselineOf } from './baselines.js';

const earlier = madeSession([madeJoint('earlier')]);
const block = { ...earlier, isTherapeutic: false, treated: [] };
const later = madeSession([madeJoint('later')], { start: momentOf(onDay(20), defaultRules.timeZone) });

function isBaseline(effective: string, before: Session = block, more: Parameters<typeof madeScore>[2] = {}): boolean {
  return isBaselineOf(madeScore(8, effective, more), later, [before, later], defaultRules);
}

describe('clinical rule 14: a baseline is the pain that the session was for', () => {
  test.each([
    ['in the first half hour', at('10:30'), false],
    ['36 hours after', `${onDay(1)}T22:00:00-04:00`, false],
    ['later by the clock', `${onDay(1)}T22:01:00-04:00`, true],
    ['on the next day, at no time that is known', onDay(1), false],
    ['two days after', onDay(2), true],
    ['on its day, nobody says when', onDay(0), false],
  ])('clinical rule 13: a score %s of an earlier block: %p', (_, effective, expected) => {
    expect(isBaseline(effective)).toBe(expected);
  });

  test('clinical rule 12: seven days do not reach back over an earlier intervention', () => {
    const week = { recall: '7d' } as const;
    expect([6, 7].map((day) => isBaseline(onDay(day), block, week))).toEqual([false, true]);
  });

  test('clinical rule 13: what was scored before a block is the baseline of the treatment that follows', () => {
    expect(isBaseline(at('09:30'))).toBe(true);
    expect(isBaseline(onDay(-3))).toBe(true);
  });

  test('clinical rule 13: what was scored before an earlier treatment is the baseline of that one alone', () => {
    expect(isBaseline(onDay(-3), earlier)).toBe(false);
    expect(isBaseline(onDay(10), earlier)).toBe(true);
  });

  test('clinical rule 9: what is disputed hides no baseline', () => {
    expect(isBaseline(at('10:30'), { ...earlier, isDisputed: true })).toBe(true);
  });
});
