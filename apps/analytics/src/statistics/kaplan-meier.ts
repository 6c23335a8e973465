import { requireCount } from './counts.js';
import { type Interval, standardErrorsOf, usualConfidence } from './interval.js';

/** Of whom the end was seen on a day, and who was last seen, still with relief, on that day. */
export interface DayCounts {
  readonly day: number;
  readonly events: number;
  readonly censored: number;
}

export interface SurvivalStep {
  readonly day: number;
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
  /** The share whose relief lasts longer than this day. */
  readonly survival: number;
  /** Greenwood's sum up to this day, the variance of log survival. Null once nobody is left. */
  readonly logVariance: number | null;
  readonly interval: Interval | null;
}

export interface SurvivalCurve {
  readonly n: number;
  readonly events: number;
  readonly confidence: number;
  /** A step for each day on which something happened, in order; before the first one, survival is 1. */
  readonly steps: readonly SurvivalStep[];
}

/**
 * The product-limit estimate from counts by day: S(t) = Π (1 - d/n) over the days up to t with d events among n at risk.
 *
 * Kaplan and Meier 1958, JASA 53:457-481. Its variance by Greenwood 1926, S² Σ d / (n (n - d)); the interval on the scale
 * of log(-log S), S^exp(±z s / log S), which stays between 0 and 1 (Kalbfleisch and Prentice 1980, section 1.3). Where S is
 * 1 or 0 that scale has no value, and the interval is null. Who is censored on a day was at risk of that day's events.
 * Null without anybody.
 */
export function kaplanMeier(counts: readonly DayCounts[], confidence = usualConfidence): SurvivalCurve | null {
  const z = standardErrorsOf(confidence);
  const days = byDay(counts);
  const n = days.reduce((sum, { events, censored }) => sum + events + censored, 0);
  if (n === 0) return null;
  const steps: SurvivalStep[] = [];
  let atRisk = n;
  let survival = 1;
  let logVariance = 0;
  for (const { day, events, censored } of days) {
    survival *= (atRisk - events) / atRisk;
    if (events > 0) logVariance += events / atRisk / (atRisk - events);
    const known = survival > 0;
    steps.push({
      ...{ day, atRisk, events, censored, survival },
      logVariance: known ? logVariance : null,
      interval: known ? logLogInterval(survival, Math.sqrt(logVariance), z) : null,
    });
    atRisk -= events + censored;
  }
  return { n, events: days.reduce((sum, { events }) => sum + events, 0), confidence, steps };
}

/** An interval for a survival strictly between 0 and 1, from the standard error of its logarithm. */
export function logLogInterval(survival: number, errorOfLog: number, z: number): Interval | null {
  if (!(survival > 0 && survival < 1)) return null;
  const log = Math.log(survival);
  const reach = (z * errorOfLog) / log;
  return { lower: Math.exp(log * Math.exp(-reach)), upper: Math.exp(log * Math.exp(reach)) };
}

/** How many are still followed, with relief, just before each of the days. */
export function numbersAtRisk(curve: SurvivalCurve, days: readonly number[]): number[] {
  return days.map((day) => curve.steps.find((step) => step.day >= day)?.atRisk ?? 0);
}

function byDay(counts: readonly DayCounts[]): DayCounts[] {
  const days = new Map<number, DayCounts>();
  for (const { day, events, censored } of counts) {
    requireCount('The count of events of a day', events);
    requireCount('The count of censored of a day', censored);
    if (!(Number.isFinite(day) && day >= 0))
      throw new RangeError('A duration has a day from 0: what ended before its procedure belongs to none.');
    const before = days.get(day);
    days.set(day, {
      day,
      events: events + (before?.events ?? 0),
      censored: censored + (before?.censored ?? 0),
    });
  }
  return [...days.values()].filter(({ events, censored }) => events + censored > 0).toSorted((a, b) => a.day - b.day);
}
