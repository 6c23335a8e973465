import { isNode } from '../read-back/data-types.js';

/** From the first day to the last, both included: `2026-03-01`. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const elements = ['performedDateTime', 'performedPeriod', 'effectiveDateTime', 'effectivePeriod', 'date'];

/** When what a record tells of took place, as far as it says: a year, a month, a day or a moment. */
export function clinicalDate(resource: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of elements) {
    const value = resource[name];
    const text = isNode(value) ? (value['start'] ?? value['end']) : value;
    if (typeof text === 'string') return text;
  }
  return undefined;
}

/** Whether a record is of these days, in the time zone that it was written in. What says no day may be of any. */
export function isOfDays(date: string | undefined, { from, to }: Days): boolean {
  if (date === undefined) return true;
  const day = date.slice(0, '2026-03-12'.length);
  return day >= from.slice(0, day.length) && day <= to.slice(0, day.length);
}
