import type { FigureDoubt, TimeToEventResult } from '@ilium/contracts';
import { isDiary, type DiaryScore } from './diary.js';
import { reliefFrom } from './relief.js';

export interface Diary<Scored extends DiaryScore> {
  readonly baseline: number | undefined;
  /** The session's own scores, on one scale, the earliest first. */
  readonly scores: readonly Scored[];
}

export interface DiaryRules {
  readonly diaryDays: number;
  readonly reliefPercent: number;
}

export interface MeasuredTime<Scored extends DiaryScore> {
  readonly result: TimeToEventResult;
  /** The scores that it rests on. */
  readonly from: readonly Scored[];
}

/** Relief after this is no longer the anaesthetic's: patients are told that it is gone in six to eight hours. */
const lastMinuteOfBlock = 8 * 60;

/**
 * Clinical rule 18: when the pain came back after the anaesthetic, in days with fractions where the clock is known: the
 * first score below relief after the first one with it. Only from a diary; relief in the first hours needs clock times.
 */
export function returnOfPain<Scored extends DiaryScore>(
  { baseline, scores }: Diary<Scored>,
  { diaryDays, reliefPercent }: DiaryRules,
): MeasuredTime<Scored> {
  const kept = scores.filter(({ day }) => day <= diaryDays);
  const doubted = (doubt: FigureDoubt) => ({ result: { days: null, doubt }, from: kept });
  const isRelieved = reliefFrom(baseline, reliefPercent);
  if (typeof isRelieved === 'string') return doubted(isRelieved);
  const hours = kept.filter(({ minutes }) => minutes !== undefined && minutes <= lastMinuteOfBlock);
  if (!isDiary(scores, diaryDays) || hours.length === 0) return doubted('no-diary');
  const relieved = hours.find(isRelieved);
  if (relieved === undefined) return doubted('no-relief');
  const start = kept.indexOf(relieved);
  const returned = kept.find((score, index) => index > start && !isRelieved(score));
  if (returned === undefined) return doubted('not-returned');
  return { result: { days: daysUntil(returned) }, from: kept.slice(start, kept.indexOf(returned) + 1) };
}

const minutesPerDay = 24 * 60;

/** To a hundredth of a day, a quarter of an hour: nobody writes a diary to the minute. */
function daysUntil({ day, minutes }: DiaryScore): number {
  return minutes === undefined ? day : Math.round((minutes / minutesPerDay) * 100) / 100;
}
