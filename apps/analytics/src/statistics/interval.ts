import { normalQuantile } from './normal-quantile.js';

/** Where a figure may lie. Its confidence is the one that was asked for. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

export const usualConfidence = 0.95;

/** What each side may miss: 0.025 for 95 %. */
export function tailOf(confidence: number): number {
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError('A confidence lies between 0 and 1: hand in 0.95 for 95 %.');
  return (1 - confidence) / 2;
}

/** How many standard errors the interval reaches to each side, where the error is normal: 1.96 for 95 %. */
export function standardErrorsOf(confidence: number): number {
  return -normalQuantile(tailOf(confidence));
}
