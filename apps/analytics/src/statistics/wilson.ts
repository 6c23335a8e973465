import { requirePart } from './counts.js';
import { type Interval, standardErrorsOf, usualConfidence } from './interval.js';

/**
 * The score interval of a proportion: all shares p with |successes/total - p| ≤ z √(p (1 - p) / total).
 *
 * Wilson 1927, JASA 22:209-212; Newcombe 1998, Statistics in Medicine 17:857-872, method 3:
 * (2x + z² ± z √(z² + 4x(n - x)/n)) / (2(n + z²)). Null without any answer.
 */
export function wilsonInterval(successes: number, total: number, confidence = usualConfidence): Interval | null {
  requirePart('The number of successes', successes, total);
  if (total === 0) return null;
  const z = standardErrorsOf(confidence);
  const square = z * z;
  const larger = 2 * successes + square + z * Math.sqrt(square + (4 * successes * (total - successes)) / total);
  return {
    // The roots' product is x² / (n (n + z²)): so the smaller one comes without subtracting what is nearly equal.
    lower: (2 * successes * successes) / total / larger,
    upper: successes === total ? 1 : larger / (2 * (total + square)),
  };
}
