import { describe, expect, it } from '@jest/globals';
import { meanOf } from './mean.js';
import { reference, relativeError } from './references.samples.js';

interface MeanCase {
  name: string;
  confidence: number;
  n: number;
  sum: string;
  sumOfSquares: string;
  mean: number;
  standardDeviation: number;
  lower: number;
  upper: number;
}

const cases = reference<MeanCase[]>('means');

describe('the mean of sums', () => {
  it.each(cases)('$name at $confidence: mean, deviation and interval are exact', (expected) => {
    const sums = { n: expected.n, sum: BigInt(expected.sum), sumOfSquares: BigInt(expected.sumOfSquares) };
    const result = meanOf(sums, expected.confidence);
    expect(relativeError(result?.mean, expected.mean)).toBeLessThan(1e-14);
    expect(Math.abs((result?.standardDeviation ?? NaN) - expected.standardDeviation)).toBeLessThan(
      1e-13 * expected.standardDeviation + 1e-300,
    );
    expect(relativeError(result?.interval?.lower, expected.lower)).toBeLessThan(1e-12);
    expect(relativeError(result?.interval?.upper, expected.upper)).toBeLessThan(1e-12);
  });

  it('moves with its unit: shifted values shift the mean, and leave the deviation as it was', () => {
    const values = [1250, -300, 4000, 2750, 0];
    const sumsOf = (shift: bigint) => {
      const shifted = values.map((value) => BigInt(value) + shift);
      const total = (of: (value: bigint) => bigint) => shifted.reduce((sum, value) => sum + of(value), 0n);
      return { n: shifted.length, sum: total((value) => value), sumOfSquares: total((value) => value * value) };
    };
    const [here, far] = [meanOf(sumsOf(0n)), meanOf(sumsOf(10n ** 12n))];
    expect(far?.standardDeviation).toBe(here?.standardDeviation);
    expect(far?.mean).toBeCloseTo((here?.mean ?? 0) + 1e9, 5);
  });

  it('has no deviation and no interval of a single value, and is nothing without values', () => {
    expect(meanOf({ n: 1, sum: 2500n, sumOfSquares: 6_250_000n })).toEqual({
      mean: 2.5,
      standardDeviation: null,
      interval: null,
    });
    expect(meanOf({ n: 0, sum: 0n, sumOfSquares: 0n })).toBeNull();
  });

  it('refuses sums that no values have', () => {
    expect(() => meanOf({ n: 2, sum: 10n, sumOfSquares: 1n })).toThrow('too small for the sum');
  });
});
