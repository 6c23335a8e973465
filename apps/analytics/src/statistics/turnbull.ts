import { cholesky, solveLower } from './cholesky.js';
import { edgesOf, informationOf, type Point } from './constrained-newton.js';
import { type Interval, standardErrorsOf, usualConfidence } from './interval.js';
import { innermostIntervals, type ReliefCell, type ReliefInterval } from './innermost-intervals.js';
import { logLogInterval } from './kaplan-meier.js';
import { kktTolerance, npmle, pointAt } from './npmle.js';

/** The curve falls by `mass` somewhere between the two days, and nobody can say where; where they are one day, on it. */
export interface Drop extends ReliefInterval {
  readonly mass: number;
  /** The share whose relief lasts beyond this drop, up to the next one's beginning. */
  readonly survival: number;
  readonly interval: Interval | null;
}

export interface TurnbullCurve {
  readonly n: number;
  readonly confidence: number;
  /** In order, with flat known stretches between them. Before the first one survival is 1. */
  readonly drops: readonly Drop[];
  readonly innermost: number;
  /** Whether the conditions of the maximum hold, and by how much they are missed at most. */
  readonly kkt: { readonly holds: boolean; readonly violation: number };
}

/**
 * The most likely survival curve when ends are only known to lie between two visits (Turnbull 1976, JRSS B 38:290-295).
 *
 * Its intervals take the intervals that hold mass as given and invert the information observed about them, as for counts in
 * so many classes (Meeker and Escobar 1998, Statistical Methods for Reliability Data, chapter 3), on the scale of
 * log(-log S). For exact and right-censored days that is Greenwood's formula. It is right where visits fall on few days
 * compared with the number of people; where each has days of their own, the estimate converges slower than the square root
 * of their number (Groeneboom and Wellner 1992), and the intervals are too narrow. Null without anybody.
 */
export function turnbull(cells: readonly ReliefCell[], confidence = usualConfidence): TurnbullCurve | null {
  const z = standardErrorsOf(confidence);
  const { n, intervals, ranges } = innermostIntervals(cells.filter(({ count }) => count !== 0));
  if (n === 0) return null;
  const { masses, violation } = npmle(ranges, intervals.length);
  const support = [...masses.keys()].filter((j) => (masses[j] ?? 0) > 0);
  const survivals = sumsBehind(support.map((j) => masses[j] ?? 0));
  const errors = errorsOfLog(pointAt(ranges, masses), n, support, survivals);
  return {
    ...{ n, confidence, innermost: intervals.length },
    kkt: { holds: violation <= kktTolerance, violation },
    drops: support.map((j, place) => {
      const survival = survivals[place] ?? 0;
      return {
        after: intervals[j]?.after ?? 0,
        until: intervals[j]?.until ?? null,
        mass: masses[j] ?? 0,
        survival,
        interval: logLogInterval(survival, errors[place] ?? 0, z),
      };
    }),
  };
}

/** The share with relief beyond a day. */
export interface SurvivalAt {
  /** Two numbers that differ where the day lies within a drop. */
  readonly atLeast: number;
  readonly atMost: number;
  /** The lower limit behind that drop and the upper one before it; null where survival is 1 or 0. */
  readonly lower: number | null;
  readonly upper: number | null;
}

export function survivalAt({ drops }: TurnbullCurve, day: number): SurvivalAt {
  const begun = drops.findLast(({ after, until }) => (after === until ? after <= day : after < day));
  const done = drops.findLast(({ until }) => until !== null && until <= day);
  return {
    atLeast: begun?.survival ?? 1,
    atMost: done?.survival ?? 1,
    lower: begun?.interval?.lower ?? null,
    upper: done?.interval?.upper ?? null,
  };
}

/**
 * Where a share of relief has ended: 0.5 for the median, which lies after one day and not after another (null: later than
 * anybody was followed). `lower` and `upper` are the interval's first and last day by Brookmeyer and Crowley, as in
 * `survivalQuantile`, each at the end of its drop that makes the interval wider.
 */
export interface TurnbullQuantile extends ReliefInterval {
  readonly lower: number | null;
  readonly upper: number | null;
}

export function turnbullQuantile(curve: TurnbullCurve, ended: number): TurnbullQuantile | null {
  if (!(ended > 0 && ended < 1)) throw new RangeError('A quantile is asked for a share between 0 and 1.');
  const reached = 1 - ended + 1e-9;
  const drop = curve.drops.find(({ survival }) => survival <= reached);
  if (drop === undefined) return null;
  return {
    after: drop.after,
    until: drop.until,
    lower: curve.drops.find(({ interval }) => interval !== null && interval.lower <= reached)?.after ?? null,
    upper: curve.drops.find(({ interval }) => interval !== null && interval.upper <= reached)?.until ?? null,
  };
}

/** Of each value, the sum of those after it. */
function sumsBehind(values: readonly number[]): number[] {
  let sum = 0;
  return values
    .toReversed()
    .map((value) => (sum += value) - value)
    .toReversed();
}

/**
 * Standard errors of log S after each interval with mass. The information H of masses that add up to 1 gives the covariance
 * (H⁻¹ - p pᵀ) / n, because H p = 1 at the maximum; the variance of S is then (cᵀ H⁻¹ c - S²) / n, c marking what is behind:
 * of the unknowns of `informationOf` a single one, and with H = L Lᵀ the square of L⁻¹ c.
 */
function errorsOfLog(
  { ranges, reach, masses }: Point,
  n: number,
  support: readonly number[],
  survivals: readonly number[],
): number[] {
  const size = support.length;
  const factor = cholesky(informationOf(ranges, reach, edgesOf(ranges, support, masses.length), size));
  return survivals.map((survival, k) => {
    // Survival after the last interval with mass is 0, and no unknown.
    const place = size - 2 - k;
    if (place < 0) return 0;
    const marked = new Float64Array(size);
    marked[place] = 1;
    const square = solveLower(factor, marked, place).reduce((sum, value) => sum + value * value, 0);
    return Math.sqrt(Math.max(0, square - survival ** 2) / n) / survival;
  });
}
