import { type Interval, standardErrorsOf } from './interval.js';
import type { SurvivalCurve } from './kaplan-meier.js';

export interface RestrictedMean {
  readonly days: number;
  readonly standardError: number;
  readonly interval: Interval;
}

/**
 * How many of the first `horizon` days had relief on average: the area under the curve up to there.
 *
 * Irwin 1949, Journal of Hygiene 47:188-189; Klein and Moeschberger 2003, Survival Analysis, section 4.5: the variance is
 * Σ A² d / (n (n - d)) over the days of events, A being the area from that day on; the interval is mean ± z s, cut at 0 and
 * at the horizon. Null where nobody was followed up to the horizon and the curve has not come down to zero before.
 */
export function restrictedMean(curve: SurvivalCurve, horizon: number): RestrictedMean | null {
  if (!(horizon > 0)) throw new RangeError('The horizon of a restricted mean is a day after the procedure.');
  const last = curve.steps.at(-1);
  if (last === undefined || (last.day < horizon && last.survival > 0)) return null;
  const steps = curve.steps.filter(({ day }) => day < horizon);
  let days = 0;
  let variance = 0;
  let until = horizon;
  for (const { day, survival, events, atRisk } of steps.toReversed()) {
    days += survival * (until - day);
    until = day;
    if (events < atRisk) variance += (days * days * events) / atRisk / (atRisk - events);
  }
  days += until;
  const standardError = Math.sqrt(variance);
  const reach = standardErrorsOf(curve.confidence) * standardError;
  return {
    days,
    standardError,
    interval: { lower: Math.max(0, days - reach), upper: Math.min(horizon, days + reach) },
  };
}
