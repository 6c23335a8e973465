import { normalQuantile } from './normal-quantile.js';

/**
 * Student's t distribution: the value above which a share `tail` (at most a half) of it lies.
 *
 * Newton's method in the logarithms of value and tail, where the curve is concave, so that it can't run away. The tail
 * is half a regularised incomplete beta function, by its continued fraction.
 */
export function studentTQuantile(tail: number, degreesOfFreedom: number): number {
  if (!(tail > 0 && tail < 0.5)) throw new RangeError('The upper tail of a t quantile lies between 0 and 0.5.');
  if (!(degreesOfFreedom >= 1)) throw new RangeError('Student’s t needs one degree of freedom: two answers or more.');
  let t = -normalQuantile(tail);
  for (let round = 0; round < 60; round++) {
    const reached = upperTail(t, degreesOfFreedom);
    const step = (Math.log(reached / tail) * reached) / (t * density(t, degreesOfFreedom));
    t *= Math.exp(step);
    if (Math.abs(step) < 1e-15) break;
  }
  return t;
}

/**
 * Half of what is beyond ±t. Far out that is I_x(v/2, 1/2) / 2 with x = v / (v + t²), by the continued fraction of DLMF
 * 8.17.22; near the middle, and where many degrees of freedom make that fraction lose digits, what is within ±t is taken from
 * the whole: I_y(1/2, v/2) with y = 1 - x, by the series of DLMF 8.17.8, whose terms are all positive. The factor in front,
 * x^a (1 - x)^b / B(a, b), is t times the density either way.
 */
function upperTail(t: number, v: number): number {
  const square = t * t;
  const factor = t * density(t, v);
  if (v <= 100 && square * (v + 2) > 3 * v) return (factor / v) * betaFraction(v / 2, 1 / 2, v / (v + square));
  return 0.5 - factor * betaSeries(1 / 2, v / 2, square / (v + square));
}

/** Σ (a + b)_n / (a + 1)_n xⁿ. */
function betaSeries(a: number, b: number, x: number): number {
  let sum = 1;
  for (let n = 0, term = 1; term > sum * 1e-17; n++) {
    term *= ((a + b + n) * x) / (a + 1 + n);
    sum += term;
  }
  return sum;
}

function density(t: number, v: number): number {
  return (gammaRatio(v / 2) / Math.sqrt(v * Math.PI)) * Math.exp((-(v + 1) / 2) * Math.log1p((t * t) / v));
}

/** Γ(z + 1/2) / Γ(z): the difference of two Stirling series (DLMF 5.11.8), after the recurrence has made z large. */
function gammaRatio(z: number): number {
  if (z < 16) return (z / (z + 0.5)) * gammaRatio(z + 1);
  const w = 1 / (z * z);
  const series = (-1 / 8 + w * (1 / 192 + w * (-1 / 640 + w * (17 / 14336 - (w * 31) / 18432)))) / z;
  return Math.sqrt(z) * Math.exp(series);
}

/** The continued fraction of DLMF 8.17.22, by Lentz' method as Thompson and Barnett 1986 changed it. */
function betaFraction(a: number, b: number, x: number): number {
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let c = 1;
  let value = d;
  for (let m = 1; m < 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}
