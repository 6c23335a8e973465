import { requireCount } from './counts.js';
import { type Interval, tailOf, usualConfidence } from './interval.js';
import { studentTQuantile } from './student-t-quantile.js';

/** Sums of a rollup, exact: values are whole thousandths, so their squares are whole millionths. */
export interface ThousandthsSums {
  readonly n: number;
  readonly sum: bigint;
  readonly sumOfSquares: bigint;
}

export interface Mean {
  readonly mean: number;
  /** Null for a single value. */
  readonly standardDeviation: number | null;
  readonly interval: Interval | null;
}

/**
 * The mean with Student's interval, mean ± t √(s² / n) with n - 1 degrees of freedom.
 *
 * Student 1908, Biometrika 6:1-25. s² = (n Σx² - (Σx)²) / (n (n - 1)), whose difference is taken in whole numbers: in
 * doubles it loses all digits when the values are far from zero and near each other. Null without values.
 */
export function meanOf(sums: ThousandthsSums, confidence = usualConfidence): Mean | null {
  const { n, sum, sumOfSquares } = sums;
  requireCount('The number of values', n);
  const tail = tailOf(confidence);
  const spread = BigInt(n) * sumOfSquares - sum * sum;
  if (spread < 0n)
    throw new RangeError(
      'The sum of squares is too small for the sum: both have to be of the same rows, in thousandths.',
    );
  if (n === 0) return null;
  const mean = Number(sum) / n / 1000;
  if (n === 1) return { mean, standardDeviation: null, interval: null };
  const standardDeviation = Math.sqrt(Number(spread) / n / (n - 1)) / 1000;
  const reach = (studentTQuantile(tail, n - 1) * standardDeviation) / Math.sqrt(n);
  return { mean, standardDeviation, interval: { lower: mean - reach, upper: mean + reach } };
}
