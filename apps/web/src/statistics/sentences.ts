import { percentText } from '../numbers.js';
import type { Proportion, ReliefCurve } from './ask.js';

/** `(95% interval 51% to 72%)` */
export function rangeText({ interval }: Pick<Proportion, 'interval'>, inWords = true): string {
  if (interval === null) return inWords ? '(no interval)' : '–';
  const range = `${percentText(interval.lower)} to ${percentText(interval.upper)}`;
  return inWords ? `(95% interval ${range})` : range;
}

/** What the median of a curve says: two days, since nobody saw the day itself. */
export function medianSentence({ n, median }: Pick<ReliefCurve, 'n' | 'median'>, whose: string): string {
  if (median === null) return `Of ${n} ${whose}, more than half still had relief when they were last seen.`;
  const { after, until } = median;
  if (until === null) return `Of ${n} ${whose}, half had relief beyond day ${dayText(after)}.`;
  if (until === 0) return `Of ${n} ${whose}, at least half never had relief.`;
  const when =
    after === until ? `on day ${dayText(until)}` : `after day ${dayText(after)} and by day ${dayText(until)}`;
  return `Of ${n} ${whose}, half had lost their relief ${when}.`;
}

function dayText(day: number): string {
  return String(Math.round(day));
}
