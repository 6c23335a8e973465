import { isObject, valuesAt, type Resource } from './resource.js';
import type { ResourceTypeName } from './resource-types.js';

/** Searches by time. The elements that they look at have no index: whoever else a search names makes it short. */

/** Parameters of the kind `date`, by R4's names, and the element that each looks at. */
const dateParameters: Readonly<Partial<Record<ResourceTypeName, Readonly<Record<string, string>>>>> = {
  Procedure: { date: 'performed[x]' },
  Observation: { date: 'effective[x]' },
  MedicationAdministration: { 'effective-time': 'effective[x]' },
  DocumentReference: { date: 'date' },
};

export function dateParametersOf(type: ResourceTypeName): Readonly<Record<string, string>> {
  return dateParameters[type] ?? {};
}

/** In ms since 1970, the end not in it. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

export type InTime = (period: Period) => boolean;

/** What a period has to be like for each prefix (R4, 3.1.1.5.4). */
const comparisons: Readonly<Record<string, (found: Period, asked: Period) => boolean>> = {
  eq: (found, asked) => found.start >= asked.start && found.end <= asked.end,
  ne: (found, asked) => found.start < asked.start || found.end > asked.end,
  gt: (found, asked) => found.end > asked.end,
  ge: (found, asked) => found.end > asked.start,
  lt: (found, asked) => found.start < asked.start,
  le: (found, asked) => found.start < asked.end,
};

/** `ge2026-03-12` as a condition; undefined where it can't be read. */
export function timeAsked(value: string): InTime | undefined {
  const { prefix = 'eq', text = '' } = /^(?<prefix>[a-z]{2})?(?<text>.*)$/s.exec(value)?.groups ?? {};
  const compare = comparisons[prefix];
  const asked = periodOf(text);
  return compare === undefined || asked === undefined ? undefined : (found) => compare(found, asked);
}

/** The times of a record at a path: dateTimes and Periods, of which one end may be open. */
export function timesAt(resource: Resource, path: string): readonly Period[] {
  return valuesAt(resource, path).flatMap((value) => {
    if (typeof value === 'string') return periodOf(value) ?? [];
    if (!isObject(value)) return [];
    const [start, end] = [value['start'], value['end']].map((text) =>
      typeof text === 'string' ? periodOf(text) : undefined,
    );
    if (start === undefined && end === undefined) return [];
    return [{ start: start?.start ?? -Infinity, end: end?.end ?? Infinity }];
  });
}

/** A time stands for the whole of its last part: `2026-03-12` for that day, `…:05` for that second. */
function periodOf(text: string): Period | undefined {
  const start = /^\d{4}(-\d\d){0,2}$/.test(text) ? Date.parse(text) : Date.parse(text.replaceAll(' ', '+'));
  if (Number.isNaN(start)) return undefined;
  const end = new Date(start);
  if (text.length === 4) end.setUTCFullYear(end.getUTCFullYear() + 1);
  else if (text.length === 7) end.setUTCMonth(end.getUTCMonth() + 1);
  else if (text.length === 10) end.setUTCDate(end.getUTCDate() + 1);
  else end.setTime(start + (text.includes('.') ? 1 : 1000));
  return { start, end: end.getTime() };
}
