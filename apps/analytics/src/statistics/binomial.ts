import { normalQuantile } from './normal-quantile.js';

/**
 * The largest k for which P(X ≤ k) ≤ tail, of n trials that succeed with chance p, and that probability. k is -1 (of
 * probability 0) where X ≤ 0 is likelier than the tail already. Few trials are added up from X = 0, which for p = 1/2 is
 * exact as long as the counts fit a double.
 */
export function binomialLowerTail(n: number, p: number, tail: number): { k: number; probability: number } {
  const none = (1 - p) ** n;
  let { k, probability, term } = none > 1e-290 ? { k: 0, probability: none, term: none } : nearTail(n, p, tail);
  while (probability > tail && k >= 0) {
    probability -= term;
    term = previousTerm(term, k, n, p);
    k--;
  }
  for (;;) {
    const next = nextTerm(term, k, n, p);
    if (k === n || probability + next > tail) return k < 0 ? { k: -1, probability: 0 } : { k, probability };
    probability += next;
    term = next;
    k++;
  }
}

interface Place {
  readonly k: number;
  readonly probability: number;
  readonly term: number;
}

/** Many trials, where P(X = 0) is no double any more: the terms next to the tail's end, downwards until they add nothing. That takes some √n of them. */
function nearTail(n: number, p: number, tail: number): Place {
  const k = Math.max(0, Math.floor(n * p + normalQuantile(tail) * Math.sqrt(n * p * (1 - p))));
  const term = binomialTerm(k, n, p);
  let probability = 0;
  for (let at = k, added = term; at >= 0 && added > probability * 1e-17; at--) {
    probability += added;
    added = previousTerm(added, at, n, p);
  }
  return { k, probability, term };
}

function nextTerm(term: number, k: number, n: number, p: number): number {
  return k < 0 ? (1 - p) ** n : (term * (n - k) * p) / ((k + 1) * (1 - p));
}

function previousTerm(term: number, k: number, n: number, p: number): number {
  return (term * k * (1 - p)) / ((n - k + 1) * p);
}

/**
 * P(X = k), to nearly full precision for any n.
 *
 * Loader 2000, Fast and Accurate Computation of Binomial Probabilities: the saddle-point expansion, which takes logarithms
 * of factorials only as their small difference from Stirling's formula.
 */
function binomialTerm(k: number, n: number, p: number): number {
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return Math.exp(n * Math.log(p));
  const exponent =
    stirlingError(n) - stirlingError(k) - stirlingError(n - k) - deviance(k, n * p) - deviance(n - k, n * (1 - p));
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}

/** log n! less Stirling's formula: its series (DLMF 5.11.1); small n by the recurrence of what they differ by. */
function stirlingError(n: number): number {
  if (n < 16) return stirlingError(n + 1) + (n + 0.5) * Math.log1p(1 / n) - 1;
  const w = 1 / (n * n);
  return (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w / 1188)))) / n;
}

/** x log(x / m) + m - x: near x = m by its series, where the plain form would subtract equals. */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let power = 2 * x * v;
  for (let j = 1; j < 1000; j++) {
    power *= v * v;
    const next = sum + power / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}
