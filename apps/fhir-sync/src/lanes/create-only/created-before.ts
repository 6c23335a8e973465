import { z } from 'zod';
import { ownSystem } from '../../desired/own-identifier.js';
import type { LogicalReference } from '../../desired/references.js';
import type { EntryAnswer } from '../../target/bundle.js';
import type { FhirTarget } from '../../target/fhir-target.js';
import { identifierSearch, readSearch } from '../../target/identifier-search.js';
import { parsedRecord } from '../../read-back/parsed-record.js';
import { readContent } from './content.js';
import { codesOf, described, isAlike, readLikeness, timeOf, type Described } from './likeness.js';
import { isTaggedAs, saysTheSame, wasThereBefore } from './proven-ours.js';

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

const page = 50;

/** A create that got no answer. */
export interface Doubted {
  /** The record as it is wanted now, with its references completed. */
  readonly resource: string;
  /** What it looked like when it was sent (`likenessOf`): a correction may say another time, code or patient. */
  readonly sent: string;
  /** When it was first about to be sent; undefined where that isn't known. */
  readonly sentSince: number | undefined;
}

/**
 * Looks for the record by its identifier of ours and, since servers drop identifiers without a word, by patient, code and
 * date. A clinician may have written a record of the same patient, code and minute: so what was there before, or is known to
 * be another record of ours, is not it; and what is left has to be proven ours, by our tag or by all that it says.
 */
export async function createdBefore(
  { resource, sent, sentSince }: Doubted,
  { target, taken, hasTwin }: Searching,
): Promise<CreatedBefore> {
  const named = nameOf(resource);
  const wanted = readLikeness(sent);
  const query = likenessQuery(wanted);
  const urls = [identifierSearch(named), ...(query === undefined ? [] : [query])];
  const [byName, byLikeness] = await target.batch(urls);
  const places = isAnswered(byName) ? (readSearch(byName.resource, named) ?? []) : [];
  const [place, another] = await without(places, taken);
  if (place !== undefined) return another === undefined ? { kind: 'found', place } : { kind: 'unclear' };
  // Of two that look the same nobody could tell which of them is there.
  if (!isAnswered(byLikeness) || (await hasTwin(sent))) return { kind: 'unclear' };
  const ours = parsedRecord(resource);
  const alike = readAlike(byLikeness.resource, wanted, ownSystem(ours));
  if (alike === undefined) return { kind: 'unclear' };
  const later = new Map([...alike].filter(([, record]) => !wasThereBefore(record, sentSince)));
  const left = await without([...later.keys()], taken);
  if (left.length === 0) return { kind: 'none' };
  const tagged = left.filter((one) => isTaggedAs(ours, later.get(one) ?? {}));
  // Where one carries our tag, the server keeps it, and the others are somebody else's.
  const [only, ...more] = tagged.length > 0 ? tagged : left;
  if (only === undefined || more.length > 0) return { kind: 'unclear' };
  const isProven = tagged.length > 0 || saysTheSame(ours, later.get(only) ?? {});
  return isProven ? { kind: 'found', place: only } : { kind: 'unclear' };
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
 * By their places those that are of the same patient, code and time, and not marked as another record of ours; undefined when that
 * is not all of them, or no answer.
 */
function readAlike(body: unknown, wanted: Described, system: string): Map<string, Described> | undefined {
  const read = searchset.safeParse(body);
  if (!read.success || read.data.link?.some(({ relation }) => relation === 'next')) return undefined;
  const alike = (read.data.entry ?? [])
    .map(({ resource }) => resource)
    .filter((one) => one.resourceType === wanted.resourceType && isAlike(one, wanted))
    // By its own identifier it would have been found.
    .filter(({ identifier = [] }) => !identifier.some((own) => own.system === system));
  return new Map(alike.map((one) => [`${one.resourceType}/${one.id}`, one]));
}
