import { newtonTarget, type Point, sumsOver } from './constrained-newton.js';
import type { Range } from './innermost-intervals.js';

export interface Npmle {
  /** Of each innermost interval; 0 where it holds none. */
  readonly masses: Float64Array;
  /** By how much the conditions of the maximum are missed at most. */
  readonly violation: number;
}

export const kktTolerance = 1e-10;

/**
 * The masses p of innermost intervals that maximise Σ w log P, P being the mass of a group's range and w the group's share.
 *
 * With d_j = Σ w / P over the groups that may end in j, p is the maximum exactly where d_j ≤ 1 for every j, and d_j = 1 where
 * p_j > 0 (Karush, Kuhn, Tucker; Gentleman and Geyer 1994, Biometrika 81:618-623). Those conditions are what is waited for.
 * No other masses are as likely: P is unique because the likelihood is strictly concave in it, and P tells all masses apart,
 * because each innermost interval is some group's last one (Gentleman and Vandal 2002, Canadian Journal of Statistics
 * 30:557-571).
 *
 * 1. Self-consistency, p_j ← p_j d_j (Turnbull 1976, JRSS B 38:290-295): quick at first, endless later, so a few rounds.
 * 2. Newton's method on the intervals that hold mass or want some, with a line search (the constrained Newton method, Wang
 *    2008, Computational Statistics and Data Analysis 52:2388-2402). The sum of masses needs no constraint: the maximum of
 *    Σ w log P - Σ p has Σ p = 1 by itself.
 */
export function npmle(ranges: readonly Range[], size: number): Npmle {
  let point = pointAt(ranges, selfConsistent(ranges, size));
  let violation = missedBy(point);
  for (let round = 0; round < 1000; round++) {
    const masses = towards(newtonTarget(point), point);
    if (masses === point.masses) break;
    const next = pointAt(ranges, masses);
    const missed = missedBy(next);
    // Where the conditions hold, go on as long as that makes them hold much better: the last rounds double the digits.
    if (violation <= kktTolerance && missed >= violation / 2) break;
    point = next;
    violation = missed;
  }
  return { masses: point.masses, violation };
}

export function pointAt(ranges: readonly Range[], masses: Float64Array): Point {
  const reach = sumsOver(ranges, masses);
  return { ranges, masses, reach, gradient: gradientOf(ranges, reach, masses.length) };
}

function gradientOf(ranges: readonly Range[], reach: Float64Array, size: number): Float64Array {
  const gradient = new Float64Array(size + 1);
  let i = 0;
  for (const { first, last, share } of ranges) {
    const value = share / (reach[i++] ?? 1);
    gradient[first] = (gradient[first] ?? 0) + value;
    gradient[last + 1] = (gradient[last + 1] ?? 0) - value;
  }
  for (let j = 1; j < size; j++) gradient[j] = (gradient[j] ?? 0) + (gradient[j - 1] ?? 0);
  return gradient.subarray(0, size);
}

function missedBy({ gradient, masses }: Point): number {
  let most = 0;
  for (const [j, d] of gradient.entries()) most = Math.max(most, (masses[j] ?? 0) > 0 ? Math.abs(d - 1) : d - 1);
  return most;
}

const selfConsistentRounds = 60;

function selfConsistent(ranges: readonly Range[], size: number): Float64Array {
  const masses = new Float64Array(size).fill(1 / size);
  const running = new Float64Array(size + 1);
  const reach = new Float64Array(ranges.length);
  for (let round = 0; round < selfConsistentRounds; round++) {
    for (let j = 0; j < size; j++) running[j + 1] = (running[j] ?? 0) + (masses[j] ?? 0);
    let i = 0;
    for (const { first, last } of ranges) reach[i++] = (running[last + 1] ?? 0) - (running[first] ?? 0);
    const gradient = gradientOf(ranges, reach, size);
    for (let j = 0; j < size; j++) masses[j] = (masses[j] ?? 0) * (gradient[j] ?? 0);
  }
  return peaksOf(ranges, masses);
}

/** Masses gather in a few peaks. The slopes beside them are taken away at once, but for what a group has left. */
function peaksOf(ranges: readonly Range[], masses: Float64Array): Float64Array {
  const kept = masses.map((mass, j) => (mass >= (masses[j - 1] ?? 0) && mass >= (masses[j + 1] ?? 0) ? mass : 0));
  for (const { first, last } of ranges) {
    let largest = first;
    for (let j = first; j <= last; j++) if ((masses[j] ?? 0) > (masses[largest] ?? 0)) largest = j;
    kept[largest] = masses[largest] ?? 0;
  }
  return kept;
}

/** As far towards the target as the likelihood rises: all the way, or a half of it, a quarter … */
function towards(target: Float64Array, { ranges, reach, masses, gradient }: Point): Float64Array {
  const moves = target.map((mass, j) => mass - (masses[j] ?? 0));
  const gains = sumsOver(ranges, moves).map((sum, i) => sum / (reach[i] ?? 1));
  const growth = moves.reduce((sum, move) => sum + move, 0);
  const slope = moves.reduce((sum, move, j) => sum + move * ((gradient[j] ?? 0) - 1), 0);
  for (let step = 1; step > 1e-9; step /= 2) {
    // NaN, where a group would lose more than its mass, is no rise.
    const rise = ranges.reduce((sum, { share }, i) => sum + share * Math.log1p(step * (gains[i] ?? 0)), -step * growth);
    if (rise < (step * slope) / 3 - 1e-15 || Number.isNaN(rise)) continue;
    return step === 1 ? target : masses.map((mass, j) => mass + step * (moves[j] ?? 0));
  }
  return masses;
}
