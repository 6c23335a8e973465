import type { SurvivalCurve } from './kaplan-meier.js';

/** A day, and the days between which it may lie. Null is "not reached": later than anybody was followed. */
export interface SurvivalQuantile {
  readonly day: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * The first day by which a share of relief has ended: 0.5 for the median, the day from which S(t) ≤ 0.5.
 *
 * Its interval is of Brookmeyer and Crowley 1982, Biometrics 38:29-41, on the scale of log(-log S): all days whose interval
 * for S holds the asked value, so it begins where the curve's lower limit falls to that value, and ends where the upper
 * one does.
 */
export function survivalQuantile(curve: SurvivalCurve, ended: number): SurvivalQuantile {
  if (!(ended > 0 && ended < 1)) throw new RangeError('A quantile is asked for a share between 0 and 1.');
  const reached = 1 - ended + rounding;
  const firstDay = (value: (step: SurvivalCurve['steps'][number]) => number | undefined) =>
    curve.steps.find((step) => (value(step) ?? Infinity) <= reached)?.day ?? null;
  return {
    day: firstDay(({ survival }) => survival),
    lower: firstDay(({ interval }) => interval?.lower),
    upper: firstDay(({ interval }) => interval?.upper),
  };
}

/** Half of them is a half, even if a product of fractions is a bit above it. */
const rounding = 1e-12;
