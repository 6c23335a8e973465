import { z } from 'zod';

/** Elements that hold the code, and the time, of a type. */
const codeElements = ['code', 'medicationCodeableConcept', 'type'] as const;
const timeElements = ['performedDateTime', 'performedPeriod', 'effectiveDateTime', 'effectivePeriod', 'date'] as const;

const concept = z.looseObject({
  coding: z.array(z.looseObject({ system: z.string().optional(), code: z.string().optional() })).optional(),
});
const period = z.looseObject({ start: z.string().optional() });
/** What of a record a search without its identifier goes by. */
export const described = z.looseObject({
  resourceType: z.string(),
  id: z.string().optional(),
  identifier: z.array(z.looseObject({ system: z.string().optional() })).optional(),
  subject: z.looseObject({ reference: z.string().optional() }).optional(),
  code: concept.optional(),
  medicationCodeableConcept: concept.optional(),
  type: concept.optional(),
  performedDateTime: z.string().optional(),
  performedPeriod: period.optional(),
  effectiveDateTime: z.string().optional(),
  effectivePeriod: period.optional(),
  date: z.string().optional(),
  description: z.string().optional(),
});
export type Described = z.output<typeof described>;

/** The same of it as JSON: equal for records that look the same. */
export function likenessOf(resource: string): string {
  const record = described.parse(JSON.parse(resource));
  const { resourceType, subject, description } = record;
  const timed = Object.fromEntries(timeElements.map((element) => [element, record[element]]));
  const coded = Object.fromEntries(codeElements.map((element) => [element, record[element]]));
  return JSON.stringify({ resourceType, subject, description, ...coded, ...timed });
}

/** As `likenessOf` gave it. */
export function readLikeness(likeness: string): Described {
  return described.parse(JSON.parse(likeness));
}

/** `Patient/1`, also where a server gives the whole address. */
export function patientOf({ subject }: Described): string | undefined {
  return /[A-Z][A-Za-z]+\/[^/]+$/.exec(subject?.reference ?? '')?.[0];
}

/** Whether they are of one patient, code and time. */
export function isAlike(one: Described, wanted: Described): boolean {
  const codes = new Set(codesOf(wanted));
  return (
    one.subject?.reference?.endsWith(wanted.subject?.reference ?? '') === true &&
    codesOf(one).some((code) => codes.has(code)) &&
    // Documents of one patient are made at the same moment.
    (one.description ?? wanted.description) === wanted.description &&
    isSameTime(timeOf(one), timeOf(wanted))
  );
}

export function codesOf(record: Described): string[] {
  const codings = codeElements.flatMap((element) => record[element]?.coding ?? []);
  return codings.flatMap(({ system, code }) =>
    system === undefined || code === undefined ? [] : [`${system}|${code}`],
  );
}

export function timeOf(record: Described): string | undefined {
  for (const element of timeElements) {
    const value = record[element];
    const time = typeof value === 'object' ? value.start : value;
    if (time !== undefined) return time;
  }
  return undefined;
}

/** A server may write the same moment in another zone, or keep only the day. */
function isSameTime(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  if (one.length <= 10 || other.length <= 10) return one.slice(0, 10) === other.slice(0, 10);
  return Date.parse(one) === Date.parse(other);
}
