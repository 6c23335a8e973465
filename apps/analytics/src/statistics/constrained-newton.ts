import { cholesky, type Row, solve } from './cholesky.js';
import type { Range } from './innermost-intervals.js';

/** Masses at hand, what they make of each group, and how much the likelihood gains by more of each (1: nothing). */
export interface Point {
  readonly ranges: readonly Range[];
  readonly masses: Float64Array;
  readonly reach: Float64Array;
  readonly gradient: Float64Array;
}

/**
 * Where Newton's method would go from here under p ≥ 0: the minimum of ½ pᵀ H p - (2d - 1)ᵀ p over p ≥ 0 (Wang 2008; H p = d at
 * hand, so its slope there is 1 - d). Whose mass would fall below zero is left out until nobody's would: all of them at
 * once, which is quick and nearly always goes upwards; where it does not, one by one as each comes to zero, which always
 * does (Lawson and Hanson 1974, Solving Least Squares Problems, algorithm NNLS).
 */
export function newtonTarget(point: Point): Float64Array {
  const candidates = candidatesOf(point);
  const quick = allAtOnce(point, candidates);
  return rises(point, quick) ? quick : oneByOne(point, candidates);
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

function allAtOnce(point: Point, candidates: readonly number[]): Float64Array {
  let free = candidates;
  for (;;) {
    const wanted = minimumOver(point, free, point.masses);
    const left = free.filter((j) => (wanted[j] ?? 0) >= 0);
    if (left.length === free.length) return wanted;
    free = left;
  }
}

function oneByOne(point: Point, candidates: readonly number[]): Float64Array {
  const target = point.masses.slice();
  let free = candidates;
  for (;;) {
    const wanted = minimumOver(point, free, target);
    const shares = free.map((j) => {
      const [now, then] = [target[j] ?? 0, wanted[j] ?? 0];
      return then < 0 ? now / (now - then) : Infinity;
    });
    const share = Math.min(1, ...shares);
    for (const [k, j] of free.entries()) {
      const now = target[j] ?? 0;
      target[j] = (shares[k] ?? 0) > share ? now + share * ((wanted[j] ?? 0) - now) : 0;
    }
    if (share === 1) return target;
    free = free.filter((_, k) => (shares[k] ?? 0) > share);
  }
}

/** The model's minimum where only some intervals may hold mass: what these hold now, and the step from there. */
function minimumOver({ ranges, reach, masses }: Point, free: readonly number[], from: Float64Array): Float64Array {
  const start = new Float64Array(masses.length);
  for (const j of free) start[j] = from[j] ?? 0;
  const sums = sumsOver(ranges, start);
  const edges = edgesOf(ranges, free, masses.length);
  const size = free.length;
  const right = new Float64Array(size);
  right[size - 1] = -1;
  for (let i = 0; i < ranges.length; i++) {
    const mass = reach[i] ?? 1;
    const slope = ((ranges[i]?.share ?? 0) / mass) * (2 - (sums[i] ?? 0) / mass);
    const [row, column] = [edges.rows[i] ?? -1, edges.columns[i] ?? -1];
    right[row] = (right[row] ?? 0) + slope;
    if (column >= 0) right[column] = (right[column] ?? 0) - slope;
  }
  const steps = solve(cholesky(informationOf(ranges, reach, edges, size)), right);
  for (const [k, j] of free.entries()) {
    const place = size - 1 - k;
    start[j] = (start[j] ?? 0) + (steps[place] ?? 0) - (place > 0 ? (steps[place - 1] ?? 0) : 0);
  }
  return start;
}

/**
 * Which survivals a group's mass lies between. Unknowns are not masses but their sums from an interval to the end, latest
 * first: a group's mass is then the difference of two unknowns (or one, if it reaches to the end), and most pairs of
 * unknowns have nothing to do with each other.
 */
interface Edges {
  readonly rows: Int32Array;
  /** -1 for a group that reaches to the end. */
  readonly columns: Int32Array;
}

export function edgesOf(ranges: readonly Range[], intervals: readonly number[], size: number): Edges {
  const before = countsBefore(intervals, size);
  const rows = new Int32Array(ranges.length);
  const columns = new Int32Array(ranges.length);
  for (let i = 0; i < ranges.length; i++) {
    const { first, last } = ranges[i] ?? { first: 0, last: 0 };
    rows[i] = intervals.length - 1 - (before[first] ?? 0);
    columns[i] = intervals.length - 1 - (before[last + 1] ?? 0);
  }
  return { rows, columns };
}

/** The second derivatives of -Σ w log P by those unknowns: each group adds w / P² for its two, and takes it from their pair. */
export function informationOf(
  ranges: readonly Range[],
  reach: Float64Array,
  { rows, columns }: Edges,
  size: number,
): Row[] {
  const starts = Int32Array.from({ length: size }, (_, place) => place);
  for (let i = 0; i < ranges.length; i++) {
    const [row, column] = [rows[i] ?? 0, columns[i] ?? 0];
    if (column >= 0 && column < (starts[row] ?? 0)) starts[row] = column;
  }
  const matrix = Array.from(starts, (start, place): Row => ({ start, values: new Float64Array(place - start + 1) }));
  const add = (row: number, column: number, value: number) => {
    const { start, values } = matrix[row] ?? { start: 0, values: new Float64Array(0) };
    values[column - start] = (values[column - start] ?? 0) + value;
  };
  for (let i = 0; i < ranges.length; i++) {
    const weight = (ranges[i]?.share ?? 0) / (reach[i] ?? 1) ** 2;
    const [row, column] = [rows[i] ?? 0, columns[i] ?? 0];
    if (row === column) continue;
    add(row, row, weight);
    if (column < 0) continue;
    add(column, column, weight);
    add(row, column, -weight);
  }
  return matrix;
}

/** The sum of values over each range, one by one: a difference of running sums would lose the small ones. */
export function sumsOver(ranges: readonly Range[], values: Float64Array): Float64Array {
  const present = [...values.keys()].filter((j) => values[j] !== 0);
  const before = countsBefore(present, values.length);
  const compact = Float64Array.from(present, (j) => values[j] ?? 0);
  const sums = new Float64Array(ranges.length);
  for (let i = 0; i < ranges.length; i++) {
    const { first, last } = ranges[i] ?? { first: 0, last: -1 };
    let sum = 0;
    for (let k = before[first] ?? 0; k < (before[last + 1] ?? 0); k++) sum += compact[k] ?? 0;
    sums[i] = sum;
  }
  return sums;
}

/** How many of some intervals lie before each place, from 0 to `size`. */
function countsBefore(intervals: readonly number[], size: number): Int32Array {
  const counts = new Int32Array(size + 1);
  for (const j of intervals) counts[j + 1] = 1;
  for (let j = 0; j < size; j++) counts[j + 1] = (counts[j + 1] ?? 0) + (counts[j] ?? 0);
  return counts;
}

function rises({ masses, gradient }: Point, target: Float64Array): boolean {
  return target.reduce((sum, mass, j) => sum + (mass - (masses[j] ?? 0)) * ((gradient[j] ?? 0) - 1), 0) > 0;
}
