import { describe, expect, it } from '@jest/globals';
import { type HistogramCell, quartilesOf } from './median.js';
import { reference, relativeError, seeded } from './references.samples.js';

interface QuantileCase {
  value: number;
  interval: { lower: number; upper: number } | null;
  coverage: number | null;
}

interface QuartileCase {
  name: string;
  confidence: number;
  n: number;
  cells: [value: number, count: number][];
  lower: QuantileCase;
  median: QuantileCase;
  upper: QuantileCase;
}

const cases = reference<QuartileCase[]>('quartiles');
const quarters = ['lower', 'median', 'upper'] as const;

function histogram(...counts: [value: number, count: number][]): HistogramCell[] {
  return counts.map(([value, count]) => ({ value, count }));
}

describe('quartiles of a histogram', () => {
  it.each(cases)(
    '$name at $confidence: as NumPy and the exact binomial have them',
    ({ cells, confidence, n, ...expected }) => {
      const result = quartilesOf(histogram(...cells), confidence);
      expect(result?.n).toBe(n);
      for (const quarter of quarters) {
        expect(result?.[quarter].value).toBeCloseTo(expected[quarter].value, 9);
        expect(result?.[quarter].interval).toEqual(expected[quarter].interval);
        expect(relativeError(result?.[quarter].coverage, expected[quarter].coverage)).toBeLessThan(1e-11);
      }
    },
  );

  it('an even number of values has its median in the middle of the middle two', () => {
    expect(quartilesOf(histogram([10, 1], [20, 1], [40, 1], [90, 1]))?.median.value).toBe(30);
  });

  it('five values have no 95 % interval of the median, six have: from the smallest to the largest', () => {
    const values = [3, 1, 4, 9, 5, 2].map((value): [number, number] => [value, 1]);
    expect(quartilesOf(histogram(...values.slice(0, 5)))?.median.interval).toBeNull();
    expect(quartilesOf(histogram(...values))?.median).toEqual({
      value: 3.5,
      interval: { lower: 1, upper: 9 },
      coverage: 1 - 2 / 64,
    });
  });

  it('neither the order of cells nor how counts are spread over them matters', () => {
    const random = seeded(4);
    const cells = Array.from({ length: 60 }, () => ({ value: random(25) - 5, count: random(9) }));
    const single = cells.flatMap(({ value, count }) => Array.from({ length: count }, () => ({ value, count: 1 })));
    expect(quartilesOf(cells.toReversed())).toEqual(quartilesOf(cells));
    expect(quartilesOf(single)).toEqual(quartilesOf(cells));
  });

  it('a shifted unit shifts them all', () => {
    const cells = histogram([0, 30], [2, 20], [5, 41], [9, 7]);
    const moved = quartilesOf(cells.map(({ value, count }) => ({ value: value + 100, count })));
    const here = quartilesOf(cells);
    for (const quarter of quarters) {
      expect(moved?.[quarter].value).toBe((here?.[quarter].value ?? 0) + 100);
      expect(moved?.[quarter].interval?.lower).toBe((here?.[quarter].interval?.lower ?? 0) + 100);
    }
  });

  it('covers at least what was asked for', () => {
    for (const n of [6, 7, 30, 31, 500, 501, 40_000, 3_000_001]) {
      expect(quartilesOf(histogram([1, n]))?.median.coverage).toBeGreaterThanOrEqual(0.95);
      expect(quartilesOf(histogram([1, n]))?.median.coverage).toBeLessThan(n > 30 ? 0.98 : 1);
    }
  });

  it('means nothing without values, and refuses what is none', () => {
    expect(quartilesOf([])).toBeNull();
    expect(quartilesOf(histogram([3, 0]))).toBeNull();
    expect(() => quartilesOf(histogram([3, -1]))).toThrow('no count');
    expect(() => quartilesOf(histogram([NaN, 1]))).toThrow('numbers only');
  });
});
