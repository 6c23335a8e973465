import { cholesky, type Matrix, solve } from './cholesky.js';
import type { Range } from './innermost-intervals.js';

/** Masses at hand, what they make of each group, and how much the likelihood gains by more of each (1: nothing). */
export interface Point {
  readonly ranges: readonly Range[];
  readonly masses: Float64Array;
  readonly reach: Float64Array;
  readonly gradient: Float64Array;
}

/**
 * Where Newton's method would go from here under p ≥ 0: the minimum of ½ pᵀ H p - (2d - 1)ᵀ p over p ≥ 0 (Wang 2008, equation
 * 5; H p = d at hand, so its gradient there is 1 - d). Whose mass would fall below zero is left out until nobody's would:
 * all of them at once, which is quick and nearly always goes upwards; where it does not, one by one as each comes to zero,
 * which always does (Lawson and Hanson 1974, Solving Least Squares Problems, algorithm NNLS).
 */
export function newtonTarget(point: Point): Float64Array {
  const model = modelAt(point);
  const quick = allAtOnce(model);
  return spread(model, rises(model, quick) ? quick : oneByOne(model));
}

/** The quadratic model over the candidates: intervals that hold mass, or would gain by some. */
interface Model {
  readonly size: number;
  readonly candidates: readonly number[];
  readonly information: Matrix;
  readonly linear: Float64Array;
  readonly start: Float64Array;
  readonly gradient: Float64Array;
}

function modelAt(point: Point): Model {
  const candidates = candidatesOf(point);
  const gradient = Float64Array.from(candidates, (j) => point.gradient[j] ?? 0);
  return {
    size: point.masses.length,
    candidates,
    information: informationOf(point, candidates),
    linear: gradient.map((d) => 2 * d - 1),
    start: Float64Array.from(candidates, (j) => point.masses[j] ?? 0),
    gradient,
  };
}

/** Those with mass, and between each two of them the one that gains most, if that is not little beside the largest gain. */
function candidatesOf({ masses, gradient }: Point): number[] {
  const largest = gradient.reduce((most, gain) => Math.max(most, gain), 0);
  const least = 1 + Math.max(1e-12, (largest - 1) / 4);
  const candidates: number[] = [];
  let best: number | null = null;
  for (const [j, mass] of masses.entries()) {
    const gain = gradient[j] ?? 0;
    if (mass > 0) {
      if (best !== null) candidates.push(best);
      candidates.push(j);
      best = null;
    } else if (gain >= least && gain > (best === null ? 0 : (gradient[best] ?? 0))) best = j;
  }
  if (best !== null) candidates.push(best);
  return candidates;
}

/** How many of some intervals lie before each place, from 0 to `size`. */
export function countsBefore(intervals: readonly number[], size: number): Int32Array {
  const counts = new Int32Array(size + 1);
  for (const j of intervals) counts[j + 1] = 1;
  for (let j = 0; j < size; j++) counts[j + 1] = (counts[j + 1] ?? 0) + (counts[j] ?? 0);
  return counts;
}

/** The second derivatives of -Σ w log P by the masses of some intervals: Σ w / P² over the groups that may end in both. */
export function informationOf({ ranges, reach, masses }: Point, intervals: readonly number[]): Float64Array[] {
  const size = intervals.length;
  const rows = intervals.map(() => new Float64Array(size));
  const before = countsBefore(intervals, masses.length);
  let i = 0;
  for (const { first, last, share } of ranges) {
    const groupMass = reach[i++] ?? 1;
    const row = rows[before[first] ?? 0];
    const to = (before[last + 1] ?? 0) - 1;
    if (row !== undefined && to >= (before[first] ?? 0)) row[to] = (row[to] ?? 0) + share / groupMass ** 2;
  }
  // A group of the range from a to b counts for every pair within it: sums over all that begin before and end behind.
  for (const [j, row] of rows.entries()) {
    let sum = 0;
    for (let k = size - 1; k >= j; k--) {
      sum += row[k] ?? 0;
      row[k] = sum + (rows[j - 1]?.[k] ?? 0);
    }
    for (let k = 0; k < j; k++) row[k] = rows[k]?.[j] ?? 0;
  }
  return rows;
}

function allAtOnce(model: Model): Float64Array {
  let free = model.candidates.map((_, place) => place);
  for (;;) {
    const wanted = minimumOver(model, free);
    const left = free.filter((place) => (wanted[place] ?? 0) >= 0);
    if (left.length === free.length) return wanted;
    free = left;
  }
}

function oneByOne(model: Model): Float64Array {
  const target = model.start.slice();
  let free = model.candidates.map((_, place) => place);
  for (;;) {
    const wanted = minimumOver(model, free);
    const shareToZero = (place: number) => {
      const [now, then] = [target[place] ?? 0, wanted[place] ?? 0];
      return then < 0 ? now / (now - then) : Infinity;
    };
    const shares = free.map(shareToZero);
    const share = Math.min(1, ...shares);
    const left = free.filter((_, k) => (shares[k] ?? 0) > share);
    for (const [k, place] of free.entries()) {
      const now = target[place] ?? 0;
      target[place] = (shares[k] ?? 0) > share ? now + share * ((wanted[place] ?? 0) - now) : 0;
    }
    if (share === 1) return target;
    free = left;
  }
}

/** The model's minimum where only some candidates may hold mass. */
function minimumOver({ information, linear, candidates }: Model, free: readonly number[]): Float64Array {
  const part: Float64Array[] = [];
  const right = new Float64Array(free.length);
  for (const [k, place] of free.entries()) {
    const row = new Float64Array(free.length);
    const whole = information[place] ?? row;
    for (let other = 0; other < free.length; other++) row[other] = whole[free[other] ?? 0] ?? 0;
    part.push(row);
    right[k] = linear[place] ?? 0;
  }
  const solved = solve(cholesky(part), right);
  const target = new Float64Array(candidates.length);
  for (const [k, place] of free.entries()) target[place] = solved[k] ?? 0;
  return target;
}

function rises({ start, gradient }: Model, target: Float64Array): boolean {
  return target.reduce((sum, mass, k) => sum + (mass - (start[k] ?? 0)) * ((gradient[k] ?? 0) - 1), 0) > 0;
}

function spread({ size, candidates }: Model, values: Float64Array): Float64Array {
  const masses = new Float64Array(size);
  for (const [place, j] of candidates.entries()) masses[j] = values[place] ?? 0;
  return masses;
}
