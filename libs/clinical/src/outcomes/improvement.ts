import type { OutcomeResult } from '@ilium/contracts';
import type { Measure } from '../terminology/measures.js';

/**
 * Compares a follow-up score with its baseline. `percentBetter` is relative to the baseline, positive where the patient is
 * better. Clinical rule 16: no percentage of a baseline of 0; a low baseline keeps its percentage and is counted apart.
 * Clinical rule 20: improved, more than 50 %, at least 50 % and at least 75 % are separate flags.
 */
export function improvementOf(measure: Measure, baseline: number, value: number): OutcomeResult {
  const betterBy = exact(measure.better === 'lower' ? baseline - value : value - baseline);
  const percent = baseline === 0 ? null : (betterBy / Math.abs(baseline)) * 100;
  const { improvedBy, lowBaselineBelow } = measure;
  return {
    baseline,
    value,
    betterBy,
    percentBetter: percent === null ? null : exact(percent),
    baselineBand: baseline === 0 ? 'zero' : baseline < lowBaselineBelow ? 'low' : 'usual',
    improved:
      isAtLeast(percent, improvedBy.percent) || (improvedBy.points !== undefined && betterBy >= improvedBy.points),
    over50: percent !== null && exact(percent) > 50,
    atLeast50: isAtLeast(percent, 50),
    atLeast75: isAtLeast(percent, 75),
    origin: 'computed',
  };
}

function isAtLeast(percent: number | null, bound: number): boolean {
  return percent !== null && exact(percent) >= bound;
}

/** Takes off what binary fractions add: 6.6 − 3.3 is 3.3, and 30 % is 30 %. */
function exact(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}
