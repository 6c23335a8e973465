import { requirePart } from './counts.js';

export interface RateWithBounds {
  /** Of those who answered. Null where nobody did. */
  readonly observed: number | null;
  /** Of all expected: as if nobody who is missing had succeeded. */
  readonly worst: number;
  /** Of all expected: as if everybody who is missing had succeeded. */
  readonly best: number;
}

/**
 * How far the missing could move a rate. Nothing is assumed of them, so the truth for all expected lies between.
 *
 * Manski 1989, Journal of Human Resources 24:343-360 (bounds without assumptions); Hollis 2002, Statistics in Medicine
 * 21:3823-3834 (best and worst case of a binary outcome). Null where nobody was expected.
 */
export function missingBounds(successes: number, observed: number, expected: number): RateWithBounds | null {
  requirePart('The number of successes', successes, observed);
  requirePart('The number observed', observed, expected);
  if (expected === 0) return null;
  return {
    observed: observed === 0 ? null : successes / observed,
    worst: successes / expected,
    best: (successes + expected - observed) / expected,
  };
}
