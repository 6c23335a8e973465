import { describe, expect, test } from '@jest/globals';
import { isDiaryBegun, type DiaryScore } from './diary.js';
import { returnOfPain } from './return-of-pain.js';
import { steroidOnset } from './steroid-onset.js';

const rules = { diaryDays: 14, reliefPercent: 50 };
const days = Array.from({ length: 14 }, (_, index) => index + 1);

/** Hours of the first day, then one value for each of the fourteen days after it. */
function diary(hours: Readonly<Record<number, number>>, daily: (day: number) => number): readonly DiaryScore[] {
  const first = Object.entries(hours).map(([hour, value]) => ({ day: 0, minutes: Number(hour) * 60, value }));
  return [...first, ...days.map((day) => ({ day, value: daily(day) }))];
}

/** Relief at once, pain again after six hours, and relief for good from day 4 on. */
const usual = diary({ 1: 1, 4: 2, 6: 6 }, (day) => (day < 4 ? 7 : 2));

const pain = (scores: readonly DiaryScore[], baseline: number | undefined = 8) =>
  returnOfPain({ baseline, scores }, rules).result;
const onset = (scores: readonly DiaryScore[], baseline: number | undefined = 8) =>
  steroidOnset({ baseline, scores }, rules).result;

describe('clinical rule 18: return of pain', () => {
  test('is when relief first fell below 50 %, in parts of a day where the clock is known', () => {
    expect(pain(usual)).toEqual({ days: 0.25 });
  });

  test('is a whole day where only the day is known', () => {
    expect(pain(diary({ 1: 1, 6: 3 }, (day) => (day < 4 ? 7 : 2)))).toEqual({ days: 1 });
  });

  test('has no answer where the anaesthetic gave no relief in the first eight hours', () => {
    expect(pain(diary({ 1: 6, 8: 5, 9: 1 }, () => 7))).toEqual({ days: null, doubt: 'no-relief' });
  });

  test('has no answer where pain never came back', () => {
    expect(pain(diary({ 1: 1 }, () => 2))).toEqual({ days: null, doubt: 'not-returned' });
  });

  test('has no answer where nobody knows the time of the first scores', () => {
    expect(pain([{ day: 0, value: 1 }, ...diary({}, () => 7)])).toEqual({ days: null, doubt: 'no-diary' });
  });

  test('rests on the scores from the first relief to the return', () => {
    const { from } = returnOfPain({ baseline: 8, scores: usual }, rules);
    expect(from.map(({ minutes }) => minutes)).toEqual([60, 240, 360]);
  });
});

describe('clinical rule 18: steroid onset', () => {
  test('is the first day after the return of pain that begins three days of relief', () => {
    expect(onset(usual)).toEqual({ days: 4 });
  });

  test('is not a single good day', () => {
    expect(onset(diary({ 1: 1, 6: 6 }, (day) => ([2, 3, 5].includes(day) || day > 8 ? 2 : 7)))).toEqual({ days: 9 });
  });

  test('comes no earlier than the day after the pain was back', () => {
    const returned = diary({ 1: 1 }, (day) => (day === 3 ? 7 : 2));
    expect(pain(returned)).toEqual({ days: 3 });
    expect(onset(returned)).toEqual({ days: 4 });
  });

  test('is also seen where the anaesthetic gave no relief', () => {
    expect(onset(diary({ 1: 8 }, (day) => (day < 6 ? 7 : 2)))).toEqual({ days: 6 });
  });

  test('can not be told from the anaesthetic where pain never came back', () => {
    expect(onset(diary({ 1: 1 }, () => 2))).toEqual({ days: null, doubt: 'not-returned' });
  });

  test('has no answer where relief did not hold within the diary', () => {
    expect(onset(diary({ 1: 1, 6: 7 }, (day) => (day > 12 ? 2 : 7)))).toEqual({ days: null, doubt: 'no-relief' });
  });
});

describe('clinical rule 18: a diary', () => {
  const broken = usual.filter(({ day }) => day !== 9);

  test.each([
    ['return of pain', pain],
    ['steroid onset', onset],
  ])('has a score on each of 14 days, or there is no %s', (_, figure) => {
    expect(figure(broken)).toEqual({ days: null, doubt: 'no-diary' });
  });

  test.each([
    ['return of pain', returnOfPain],
    ['steroid onset', steroidOnset],
  ])('tells no %s without a baseline, or from no pain', (_, figure) => {
    expect(figure({ baseline: undefined, scores: usual }, rules).result.doubt).toBe('no-baseline');
    expect(figure({ baseline: 0, scores: usual }, rules).result.doubt).toBe('baseline-zero');
  });

  test('was begun with scores on half of its days, which routine follow-up does not reach', () => {
    const on = (some: readonly number[]) => some.map((day) => ({ day, value: 3 }));
    expect(isDiaryBegun(on([1, 7, 14, 42]), 14)).toBe(false);
    expect(isDiaryBegun(on(days.slice(0, 7)), 14)).toBe(true);
    expect(isDiaryBegun(on([1, 1, 1, 1, 1, 1, 1]), 14)).toBe(false);
  });
});
