/** Days and times as sources give them: precision is kept, never increased. */

/** A calendar day of the site, `2026-03-12`. */
export type Day = string;

export interface Moment {
  /** As the source wrote it. */
  readonly text: string;
  /** Where the source gave at least a day. */
  readonly day?: Day;
  /** ms since 1970, where the source gave a time of day with its zone. */
  readonly instant?: number;
}

const dayLength = '2026-03-12'.length;

export function momentOf(text: string, timeZone: string): Moment {
  if (text.length < dayLength) return { text };
  if (text.length === dayLength) return { text, day: text };
  const instant = Date.parse(text);
  return { text, instant, day: dayIn(instant, timeZone) };
}

const quarterHour = 15 * 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();
/** Days by zone and quarter of an hour: a day never changes within one, and the formatter is slow. */
const knownDays = new Map<string, Day>();
const mostKnownDays = 50_000;

/** The calendar day of an instant in a zone. */
export function dayIn(instant: number, timeZone: string): Day {
  const key = `${Math.floor(instant / quarterHour)} ${timeZone}`;
  const known = knownDays.get(key);
  if (known !== undefined) return known;
  let format = formats.get(timeZone);
  if (format === undefined) {
    // The Swedish form of a date is the ISO form.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  const day = format.format(instant).padStart(dayLength, '0');
  if (knownDays.size >= mostKnownDays) knownDays.clear();
  knownDays.set(key, day);
  return day;
}

/** Whether an end, as far as both are precise, is not before its start. */
export function isInOrder(start: string, end: string): boolean {
  const shared = Math.min(start.length, end.length);
  if (shared > dayLength) return Date.parse(start) <= Date.parse(end);
  return start.slice(0, shared) <= end.slice(0, shared);
}

/** FHIR compares the ends of a period (per-1), which it only can where both are equally precise. */
export function isPeriod(start: string, end: string): boolean {
  const precision = (text: string) => Math.min(text.length, dayLength + 1);
  return precision(start) === precision(end) && isInOrder(start, end);
}

const millisecondsPerDay = 86_400_000;

/** Calendar days from one day to another. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / millisecondsPerDay);
}

/** No day is later than this: sources write it for "never". */
const lastDay = Date.parse('9999-12-31');

export function addDays(day: Day, days: number): Day {
  return new Date(Math.min(Date.parse(day) + days * millisecondsPerDay, lastDay)).toISOString().slice(0, dayLength);
}

/** Earlier first; within a day what has no clock time comes before what has one. */
export function compareMoments(a: Moment, b: Moment): number {
  const [left, right] = [a.day ?? a.text, b.day ?? b.text];
  if (left !== right) return left < right ? -1 : 1;
  const [early, late] = [a.instant ?? -Infinity, b.instant ?? -Infinity];
  if (early !== late) return early < late ? -1 : 1;
  return a.text < b.text ? -1 : Number(a.text > b.text);
}
