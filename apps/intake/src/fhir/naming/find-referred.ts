import { metaOf, placeOf, type FhirRecord } from '../resource/fhir-record.js';
import type { KnownRecord, KnownRecords, RecordReader } from './known-records.js';
import { nameOf } from './names.js';
import { localPlace, referenceKey, referencesIn, type Referred, type ReferredRecords } from './references.js';
import type { Reading } from './sender.js';

/** Types worth a question to the server: without them a record has no patient, no visit, no procedure or no drug. */
const readTypes = [
  'Patient',
  'Encounter',
  'Procedure',
  'ServiceRequest',
  'Medication',
  'BodyStructure',
  'Practitioner',
];
/** Types of which the content is wanted, and not only the name. */
const contentTypes = ['Medication', 'BodyStructure'];

/** A record that came along, and the address that others refer to it by. */
export interface Neighbour {
  readonly record: FhirRecord;
  readonly fullUrl?: string | undefined;
}

export interface Finding {
  readonly found: ReferredRecords;
  /** What was read from the server, to be remembered. */
  readonly learned: readonly KnownRecord[];
}

/**
 * Finds what some records refer to: among those that came with them, among those that came before, else at their server.
 */
export async function findReferred(
  records: readonly Neighbour[],
  neighbours: readonly Neighbour[],
  reading: Reading,
  known: KnownRecords,
  reader: RecordReader | undefined,
): Promise<Finding> {
  const { base } = reading.sender;
  const found = new Map<string, Referred>();
  const near = neighbourhood(neighbours, base);
  const wanted = new Set<string>();
  for (const { record, fullUrl } of records) {
    for (const key of referencesIn(record, base)) {
      const neighbour = near.get(key) ?? near.get(besideOf(fullUrl, key));
      if (neighbour === undefined) wanted.add(key);
      else found.set(key, { record: neighbour });
    }
  }
  const places = [...wanted].filter((key) => localPlace(key) !== undefined);
  const remembered = places.length === 0 ? new Map<string, KnownRecord>() : await known.find(base, places);
  const learned: KnownRecord[] = [];
  for (const place of places) {
    const { name } = remembered.get(place) ?? {};
    if (name !== undefined) found.set(place, { name });
  }
  const unknown = places.filter((place) => !found.has(place) || contentTypes.includes(localPlace(place)?.type ?? ''));
  await Promise.all(
    unknown.map(async (place) => {
      const { type, id } = localPlace(place) ?? {};
      if (type === undefined || id === undefined || !readTypes.includes(type)) return;
      const record = await reader?.read(type, id);
      if (record?.resourceType !== type) return;
      found.set(place, { record });
      learned.push({ place, name: nameOf(record, reading) });
    }),
  );
  return { found, learned };
}

/** Records that came along, by all addresses that may be used for them. */
function neighbourhood(neighbours: readonly Neighbour[], base: string): ReadonlyMap<string, FhirRecord> {
  const near = new Map<string, FhirRecord>();
  for (const { record, fullUrl } of neighbours) {
    const place = placeOf(record);
    if (place !== undefined) near.set(place, record);
    if (fullUrl !== undefined) near.set(referenceKey(fullUrl, base), record);
  }
  return near;
}

/** A relative reference is beside the address of the record that it stands in (FHIR R4, 3.1.0.11.4). */
function besideOf(fullUrl: string | undefined, key: string): string {
  const root = /^(https?:\/\/.+)\/[A-Z][A-Za-z]+\/[^/]+$/.exec(fullUrl ?? '')?.[1];
  return root === undefined ? key : `${root}/${key}`;
}

/** What is remembered of records that came. */
export function rememberedOf(records: readonly FhirRecord[], reading: Reading): readonly KnownRecord[] {
  return records.flatMap((record) => {
    const place = placeOf(record);
    const { versionId } = metaOf(record);
    return place === undefined ? [] : [{ place, version: versionId, name: nameOf(record, reading) }];
  });
}
