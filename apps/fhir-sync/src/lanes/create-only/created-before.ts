import { z } from 'zod';
import { ownSystem } from '../../desired/own-identifier.js';
import type { LogicalReference } from '../../desired/references.js';
import type { EntryAnswer } from '../../target/bundle.js';
import type { FhirTarget } from '../../target/fhir-target.js';
import { identifierSearch, readSearch } from '../../target/identifier-search.js';
import { readContent } from './content.js';

/**
 * Whether a create that got no answer was applied. `unclear`: the server can't be searched for it, or has several that it
 * could be; then a person decides.
 */
export type CreatedBefore =
  { readonly kind: 'found'; readonly place: string } | { readonly kind: 'none' } | { readonly kind: 'unclear' };

export interface Searching {
  readonly target: Pick<FhirTarget, 'batch'>;
  /** Which of these places belong to other records of ours. */
  readonly taken: (places: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Whether another create that looks the same to the server is in doubt as well. */
  readonly hasTwin: (likeness: string) => Promise<boolean>;
}

/** The search parameter for when something happened, by type (FHIR R4). */
const dateParameters: Readonly<Record<string, string>> = {
  Procedure: 'date',
  Observation: 'date',
  MedicationAdministration: 'effective-time',
  DocumentReference: 'date',
};

/** Elements that hold the code, and the time, of a type. */
const codeElements = ['code', 'medicationCodeableConcept', 'type'] as const;
const timeElements = ['performedDateTime', 'performedPeriod', 'effectiveDateTime', 'effectivePeriod', 'date'] as const;

const page = 50;

/**
 * Looks for the record by its identifier of ours and, since servers drop identifiers without a word, by patient, code and
 * date.
 * @param resource the record, with its references completed
 * @param sent what it looked like when it was sent (`likenessOf`): a correction may say another time, code or patient
 */
export async function createdBefore(
  resource: string,
  sent: string,
  { target, taken, hasTwin }: Searching,
): Promise<CreatedBefore> {
  const named = nameOf(resource);
  const wanted = described.parse(JSON.parse(sent));
  const query = likenessQuery(wanted);
  const urls = [identifierSearch(named), ...(query === undefined ? [] : [query])];
  const [byName, byLikeness] = await target.batch(urls);
  const places = isAnswered(byName) ? (readSearch(byName.resource, named) ?? []) : [];
  const [place, another] = await without(places, taken);
  if (place !== undefined) return another === undefined ? { kind: 'found', place } : { kind: 'unclear' };
  // Of two that look the same nobody could tell which of them is there.
  if (!isAnswered(byLikeness) || (await hasTwin(sent))) return { kind: 'unclear' };
  const alike = readAlike(byLikeness.resource, wanted, ownSystem(JSON.parse(resource)));
  if (alike === undefined) return { kind: 'unclear' };
  const [only, ...more] = await without(alike, taken);
  if (only === undefined) return { kind: 'none' };
  return more.length === 0 ? { kind: 'found', place: only } : { kind: 'unclear' };
}

const versioned = z.looseObject({ masterIdentifier: z.looseObject({ system: z.string(), value: z.string() }) });

/** A document by its version: all versions of it share its own identifier, and each was created. */
function nameOf(resource: string): LogicalReference {
  const own = readContent(resource);
  const version = versioned.safeParse(own);
  const { system, value } = version.success ? version.data.masterIdentifier : { system: ownSystem(own), value: own.id };
  return { type: own.resourceType, system, value };
}

/** What is another record's, or was a document that is replaced by now, is not what is looked for. */
async function without(places: readonly string[], taken: Searching['taken']): Promise<readonly string[]> {
  if (places.length === 0) return places;
  const others = await taken(places);
  return places.filter((place) => !others.has(place));
}

function isAnswered(answer: EntryAnswer | undefined): answer is EntryAnswer {
  return answer !== undefined && answer.status >= 200 && answer.status < 300;
}

const concept = z.looseObject({
  coding: z.array(z.looseObject({ system: z.string().optional(), code: z.string().optional() })).optional(),
});
const period = z.looseObject({ start: z.string().optional() });
const described = z.looseObject({
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
type Described = z.output<typeof described>;

/** What of a record a search without its identifier goes by, as JSON: equal for records that look the same. */
export function likenessOf(resource: string): string {
  const record = described.parse(JSON.parse(resource));
  const { resourceType, subject, description } = record;
  const timed = Object.fromEntries(timeElements.map((element) => [element, record[element]]));
  const coded = Object.fromEntries(codeElements.map((element) => [element, record[element]]));
  return JSON.stringify({ resourceType, subject, description, ...coded, ...timed });
}

/** `Procedure?patient=Patient/1&code=…&date=…`; undefined where the record does not say enough. */
function likenessQuery(record: Described): string | undefined {
  const patient = record.subject?.reference;
  const [code] = codesOf(record);
  const time = timeOf(record);
  const parameter = dateParameters[record.resourceType];
  if (patient === undefined || code === undefined || time === undefined || parameter === undefined) return undefined;
  const query = new URLSearchParams({ patient, code, [parameter]: time.slice(0, 10), _count: String(page) });
  if (record.type !== undefined) {
    query.delete('code');
    query.set('type', code);
  }
  return `${record.resourceType}?${query.toString()}`;
}

const searchset = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.looseObject({ resource: described })).optional(),
  link: z.array(z.looseObject({ relation: z.string() })).optional(),
});

/**
 * Places of those that are of the same patient, code and time, and not marked as another record of ours; undefined when that
 * is not all of them, or no answer.
 */
function readAlike(body: unknown, wanted: Described, system: string): string[] | undefined {
  const read = searchset.safeParse(body);
  if (!read.success || read.data.link?.some(({ relation }) => relation === 'next')) return undefined;
  return (
    (read.data.entry ?? [])
      .filter(({ resource: one }) => one.resourceType === wanted.resourceType && isAlike(one, wanted))
      // By its own identifier it would have been found.
      .filter(({ resource: { identifier = [] } }) => !identifier.some((own) => own.system === system))
      .map(({ resource: one }) => `${one.resourceType}/${one.id}`)
  );
}

function isAlike(one: Described, wanted: Described): boolean {
  const codes = new Set(codesOf(wanted));
  return (
    one.subject?.reference?.endsWith(wanted.subject?.reference ?? '') === true &&
    codesOf(one).some((code) => codes.has(code)) &&
    // Documents of one patient are made at the same moment.
    (one.description ?? wanted.description) === wanted.description &&
    isSameTime(timeOf(one), timeOf(wanted))
  );
}

function codesOf(record: Described): string[] {
  const codings = codeElements.flatMap((element) => record[element]?.coding ?? []);
  return codings.flatMap(({ system, code }) =>
    system === undefined || code === undefined ? [] : [`${system}|${code}`],
  );
}

function timeOf(record: Described): string | undefined {
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
