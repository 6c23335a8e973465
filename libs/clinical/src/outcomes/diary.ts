/** Scores that a patient keeps from day to day (clinical rule 18). */

export interface DiaryScore {
  readonly value: number;
  /** Calendar days since the session. */
  readonly day: number;
  /** Since the needle, where the source gave a time of day. */
  readonly minutes?: number | undefined;
}

/** At least one score on each of the first so many days after the session's own. */
export function isDiary(scores: readonly DiaryScore[], diaryDays: number): boolean {
  return daysKept(scores, diaryDays) === diaryDays;
}

/**
 * Whether somebody set out to keep one: scores on half of its days. Routine follow-up, a call on the next day and forms
 * after one and two weeks, is none.
 */
export function isDiaryBegun(scores: readonly DiaryScore[], diaryDays: number): boolean {
  return daysKept(scores, diaryDays) * 2 >= diaryDays;
}

function daysKept(scores: readonly DiaryScore[], diaryDays: number): number {
  return new Set(scores.map(({ day }) => day).filter((day) => 1 <= day && day <= diaryDays)).size;
}
