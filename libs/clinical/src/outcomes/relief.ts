import type { FigureDoubt } from '@ilium/contracts';
import type { Measure } from '../terminology/measures.js';
import { exact } from './improvement.js';

/** Relief of pain. */

/** The scales that it is told on: both count up from no pain at all. */
export function isPainScale({ measure }: Measure): boolean {
  return measure === 'nrs' || measure === 'vas';
}

/** Percent below the baseline, which is above 0; negative where the pain is worse. */
export function percentRelief(baseline: number, value: number): number {
  return exact(((baseline - value) / baseline) * 100);
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
