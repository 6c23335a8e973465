import { describe, expect, test } from '@jest/globals';
import { defaultRules } from '../../rules.js';
import { madeJoint, madeSession, onDay } from '../../testing/made-sessions.js';
import { momentOf } from '../reports/moments.js';
import type { Session } from '../sessions/sessions.js';
import { touchedBy } from './touched.js';

function sessionOn(day: number, more: Partial<Session> = {}): Session {
  return madeSession([madeJoint(`of day ${day}`)], {
    key: `day ${day}`,
    start: momentOf(onDay(day), defaultRules.timeZone),
    isDiagnostic: false,
    ...more,
  });
}

const [first, second, third] = [sessionOn(0), sessionOn(100), sessionOn(300)];
const sessions = [first, second, third];

function touched(days: readonly number[], all: readonly Session[] = sessions) {
  return touchedBy(days.map(onDay), all, defaultRules);
}

function keysTouched(day: number, all?: readonly Session[]): readonly string[] {
  return [...touched([day], all).sessions];
}

describe('a score touches', () => {
  test.each([
    ['nothing, too early to be anybody’s baseline', -31, []],
    ['the session that it may be a baseline of', -30, ['day 0']],
    ['the session that it follows', 50, ['day 0']],
    ['both the session that it follows and the next, as its baseline', 70, ['day 0', 'day 100']],
    ['on the day of a session that one and the one before', 100, ['day 0', 'day 100']],
    ['no session before the last', 101, ['day 100']],
    ['the last session however late it is', 9_000, ['day 300']],
  ])('%s', (_, day, keys) => {
    expect(keysTouched(day)).toEqual(keys);
  });

  test('what it touched on the day that it was of before', () => {
    expect([...touched([50, 150]).sessions]).toEqual(['day 0', 'day 100']);
  });

  test('nothing when it is of no day, and nothing of which no day is known', () => {
    expect(touched([])).toEqual({ sessions: new Set(), areBlocksTouched: false, spans: [] });
    expect(keysTouched(0, [{ ...first, start: undefined }])).toEqual([]);
  });

  test('fusions sixty days before, as the rules say of baselines', () => {
    expect(keysTouched(-60, [{ ...first, type: 'si-joint-fusion' }])).toEqual(['day 0']);
  });

  test.each([{ isCompleted: false }, { isDisputed: true }])('past what supersedes nothing (%o)', (more) => {
    expect(keysTouched(150, [first, { ...second, ...more }, third])).toEqual(['day 0']);
  });
});

describe('what is touched rests on scores of', () => {
  test('all days from the oldest baseline to the next intervention', () => {
    expect(touched([50]).spans).toEqual([{ from: onDay(-30), to: onDay(100) }]);
  });

  test('the days of all blocks, where one is touched: blocks confirm each other', () => {
    const asking = sessions.map((session) => ({ ...session, isDiagnostic: true }));
    expect(touched([300], asking)).toMatchObject({
      areBlocksTouched: true,
      spans: [
        { from: onDay(0), to: onDay(0) },
        { from: onDay(70), to: '9999-12-31' },
      ],
    });
    expect(touched([301], asking).areBlocksTouched).toBe(false);
  });
});
