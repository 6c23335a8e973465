import { binomialLowerTail } from './binomial.js';
import { requireCount } from './counts.js';
import { type Interval, tailOf, usualConfidence } from './interval.js';

/** How often a value was answered. Cells may come in any order, and one value in several of them. */
export interface HistogramCell {
  readonly value: number;
  readonly count: number;
}

export interface Quantile {
  readonly value: number;
  /** Null where there are too few answers for the confidence: the median's 95 % need six. */
  readonly interval: Interval | null;
  /** The chance with which such an interval holds the quantile; at least the confidence asked for. */
  readonly coverage: number | null;
}

export interface Quartiles {
  readonly n: number;
  readonly lower: Quantile;
  readonly median: Quantile;
  readonly upper: Quantile;
}

/**
 * Median and quartiles of a histogram, each with an interval that assumes no distribution.
 *
 * Of an even number of values the median is the mean of the middle two; quartiles lie between values likewise, as R and
 * NumPy have them (Hyndman and Fan 1996, The American Statistician 50:361-365, definition 7).
 * The interval reaches from the l-th to the u-th of the sorted values: P(B < l) and P(B ≥ u) are each at most half of
 * what may be missed, where B, how many values lie below the quantile, is binomial (David and Nagaraja 2003, Order
 * Statistics, section 7.1; of values that repeat, it covers more). Null without values.
 */
export function quartilesOf(cells: readonly HistogramCell[], confidence = usualConfidence): Quartiles | null {
  const tail = tailOf(confidence);
  const sorted = cumulated(cells);
  const n = sorted.at(-1)?.upTo ?? 0;
  if (n === 0) return null;
  const quantile = (p: number) => quantileOf(sorted, n, p, tail);
  return { n, lower: quantile(0.25), median: quantile(0.5), upper: quantile(0.75) };
}

interface Cumulated {
  readonly value: number;
  readonly upTo: number;
}

function cumulated(cells: readonly HistogramCell[]): Cumulated[] {
  let upTo = 0;
  return cells
    .toSorted((a, b) => a.value - b.value)
    .map(({ value, count }) => {
      requireCount('The count of a value', count);
      if (!Number.isFinite(value)) throw new RangeError('A histogram has numbers only: leave out what has no value.');
      return { value, upTo: (upTo += count) };
    });
}

function quantileOf(sorted: readonly Cumulated[], n: number, p: number, tail: number): Quantile {
  const place = (n - 1) * p;
  const below = valueOfRank(sorted, Math.floor(place) + 1);
  const above = valueOfRank(sorted, Math.ceil(place) + 1);
  const value = below + (above - below) * (place - Math.floor(place));
  const low = binomialLowerTail(n, p, tail);
  const high = binomialLowerTail(n, 1 - p, tail);
  const ranks = { lower: low.k + 1, upper: n - high.k };
  if (ranks.lower < 1 || ranks.upper > n) return { value, interval: null, coverage: null };
  return {
    value,
    interval: { lower: valueOfRank(sorted, ranks.lower), upper: valueOfRank(sorted, ranks.upper) },
    coverage: 1 - low.probability - high.probability,
  };
}

/** The value at a rank from 1 to n, by halving. */
function valueOfRank(sorted: readonly Cumulated[], rank: number): number {
  let from = 0;
  let to = sorted.length - 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle]?.upTo ?? 0) >= rank) to = middle;
    else from = middle + 1;
  }
  return sorted[from]?.value ?? Number.NaN;
}
