import type { ReliefDurationResult } from '@ilium/contracts';
import { reliefFrom } from './relief.js';

/** A pain score after a session; days since the session. */
export interface ReliefScore {
  readonly day: number;
  readonly value: number;
}

export interface FollowedRelief<Scored extends ReliefScore> {
  readonly baseline: number | undefined;
  /** The session's own, on one scale, the earliest first. */
  readonly scores: readonly Scored[];
  /** What ended the session's time, on which day after it. */
  readonly end: { readonly day: number; readonly by: 'intervention' | 'fusion' | 'death' } | undefined;
}

export interface ReliefRules {
  /** Relief is at least so many percent below the baseline. */
  readonly reliefPercent: number;
  /** Before this day the anaesthetic, its end or the soreness after the needle may speak, and not the steroid. */
  readonly firstDay: number;
}

export interface MeasuredRelief<Scored extends ReliefScore> {
  readonly result: ReliefDurationResult;
  /** The scores that it rests on. */
  readonly from: readonly Scored[];
}

/**
 * Clinical rule 19: how long relief lasted. Whoever reaches relief at any score of the steroid's phase is a responder, also
 * a late one; relief then lasts until the first score below, or until any further intervention, which is an event: pain that
 * is treated again is not relieved. Death censors. Non-responders, who answered and never reached it, have 0 days.
 * Undefined where nobody answered in that phase: silence is not the absence of relief.
 */
export function reliefDuration<Scored extends ReliefScore>(
  { baseline, scores, end }: FollowedRelief<Scored>,
  { reliefPercent, firstDay }: ReliefRules,
): MeasuredRelief<Scored> | undefined {
  const answers = scores.filter(({ day }) => day >= firstDay);
  if (answers.length === 0) return undefined;
  const isRelieved = reliefFrom(baseline, reliefPercent);
  if (typeof isRelieved === 'string') {
    return { result: { end: 'censored', lastDayWith: null, firstDayWithout: null, doubt: isRelieved }, from: answers };
  }
  const start = answers.findIndex(isRelieved);
  if (start === -1) {
    return { result: { end: 'non-responder', lastDayWith: 0, firstDayWithout: 0 }, from: answers };
  }
  const lost = answers.find((score, index) => index > start && !isRelieved(score));
  const from = lost === undefined ? answers : answers.slice(0, answers.indexOf(lost) + 1);
  const lastDayWith = Math.max(...from.filter(isRelieved).map(({ day }) => day));
  return { result: { ...lossOf(lost, end), lastDayWith }, from };
}

function lossOf(
  lost: ReliefScore | undefined,
  end: FollowedRelief<ReliefScore>['end'],
): Pick<ReliefDurationResult, 'end' | 'firstDayWithout'> {
  if (lost !== undefined) return { end: 'score-below', firstDayWithout: lost.day };
  if (end === undefined || end.by === 'death') return { end: 'censored', firstDayWithout: null };
  return { end: 'intervention', firstDayWithout: end.day };
}
