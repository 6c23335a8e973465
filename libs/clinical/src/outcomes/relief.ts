import type { FigureDoubt } from '@ilium/contracts';

/** Relief of pain. Every pain scale that is compared here counts up from no pain at all. */

/** Percent below the baseline, which is above 0; negative where the pain is worse. */
export function percentRelief(baseline: number, value: number): number {
  // Takes off what binary fractions add: 6.6 − 3.3 is 3.3, and 50 % is 50 %.
  return Math.round(((baseline - value) / baseline) * 1e8) / 1e6 + 0;
}

/**
 * Whether a score is relief of at least so many percent; or why none can be said: there is nothing to compare with, or no
 * pain that could have gone.
 */
export function reliefFrom(
  baseline: number | undefined,
  percent: number,
): FigureDoubt | ((score: { readonly value: number }) => boolean) {
  if (baseline === undefined) return 'no-baseline';
  if (baseline <= 0) return 'baseline-zero';
  return ({ value }) => percentRelief(baseline, value) >= percent;
}
