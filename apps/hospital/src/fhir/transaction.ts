import { responseEntry, type BundleEntry } from './bundle-entries.js';
import { checkType } from './check-resource.js';
import type { FhirRequest, FhirResponse } from './exchange.js';
import { FhirError } from './fhir-error.js';
import { create, onlyMatch, remove, targetOfCreate, targetOfUpdate, update, type Target } from './interactions.js';
import { goodManners } from './manners.js';
import { admit } from './profiles/admit.js';
import { IntegrityError, type RecordStore } from './record-store.js';
import { mapReferences, readReference } from './references.js';
import { isObject, type Resource } from './resource.js';

/** An entry that writes, and the record that it writes. */
interface Write {
  readonly entry: BundleEntry;
  readonly target: Target;
}

/** The order in which R4 processes the entries of a transaction, whatever their order in the bundle. */
const phases = ['DELETE', 'POST', 'PUT', 'GET'] as const;

/**
 * Runs all entries in one unit of work: they all hold or none does. Answers the entries of the response, in the order
 * of the request. `get` answers an entry that reads.
 */
export function runTransaction(
  store: RecordStore,
  given: readonly BundleEntry[],
  get: (request: FhirRequest) => FhirResponse,
): readonly string[] {
  const entries = given.map(admitted);
  const byMethod = new Map(phases.map((phase) => [phase, entries.filter(({ request }) => request.method === phase)]));
  const stray = entries.find(({ request }) => !phases.some((phase) => phase === request.method));
  if (stray !== undefined) {
    throw new FhirError(400, 'not-supported', 'An entry has a method that is not known here.').inEntry(stray.index);
  }
  const responses: string[] = [];
  const run = (entry: BundleEntry, work: () => FhirResponse) => {
    responses[entry.index] = responseEntry(entry.request, inEntry(entry, work));
  };
  const deletes = (byMethod.get('DELETE') ?? []).map((entry) => ({
    entry,
    target: inEntry(entry, () => deleted(entry)),
  }));
  const writes: Write[] = [];
  try {
    return store.atomically(() => {
      for (const { entry, target } of deletes) run(entry, () => remove(store, entry.request, target.type, target.id));
      for (const entry of [...(byMethod.get('POST') ?? []), ...(byMethod.get('PUT') ?? [])]) {
        writes.push({ entry, target: inEntry(entry, () => targetOf(store, entry)) });
      }
      refuseRepeats([...deletes, ...writes]);
      const places = placesOf(writes);
      for (const { entry, target } of writes) run(entry, () => write(store, entry, target, places));
      for (const entry of byMethod.get('GET') ?? []) run(entry, () => get(entry.request));
      return responses;
    });
  } catch (error) {
    throw error instanceof IntegrityError ? located(error, [...deletes, ...writes]) : error;
  }
}

function admitted(entry: BundleEntry): BundleEntry {
  const { request } = entry;
  const { profile } = request.manners ?? goodManners;
  return { ...entry, request: inEntry(entry, () => admit(request, profile)) };
}

function deleted({ request }: BundleEntry): Target {
  const [type = '', id] = request.path.split('/');
  if (id === undefined) throw new FhirError(400, 'not-supported', 'Conditional deletes are not supported.');
  return { type: checkType(type), id };
}

function targetOf(store: RecordStore, { request }: BundleEntry): Target {
  const [name = '', id, ...more] = request.path.split('/');
  const type = checkType(name);
  if (more.length > 0 || (request.method === 'POST' && id !== undefined)) {
    throw new FhirError(400, 'invalid', 'The url of the request does not fit its method.');
  }
  return request.method === 'POST' ? targetOfCreate(store, request, type) : targetOfUpdate(store, request, type, id);
}

/** No record twice in one transaction; two entries that look for the same and found nothing would be one record. */
function refuseRepeats(writes: readonly Write[]): void {
  const seen = new Set<string>();
  for (const { entry, target } of writes) {
    const { ifNoneExist, query } = entry.request;
    const condition = ifNoneExist ?? (query.size > 0 ? query.toString() : undefined);
    const keys = [`${target.type}/${target.id}`, ...(condition === undefined ? [] : [`${target.type}?${condition}`])];
    if (keys.some((key) => seen.has(key))) {
      throw new FhirError(400, 'duplicate', 'Two entries are about the same record.').inEntry(entry.index);
    }
    for (const key of keys) seen.add(key);
  }
}

/** `urn:uuid:…` and other full URLs of the entries → where their records are. */
function placesOf(writes: readonly Write[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { entry, target } of writes) {
    if (entry.fullUrl !== undefined) places.set(entry.fullUrl, `${target.type}/${target.id}`);
  }
  return places;
}

function write(
  store: RecordStore,
  { request }: BundleEntry,
  target: Target,
  places: ReadonlyMap<string, string>,
): FhirResponse {
  const { body } = request;
  if (!isObject(body)) throw new FhirError(400, 'required', 'An entry that writes has a resource.');
  const resource: Resource = { ...body, resourceType: target.type };
  if (body['resourceType'] !== target.type) {
    throw new FhirError(400, 'invalid', 'resourceType does not agree with the url.', `${target.type}.resourceType`);
  }
  const resolved = mapReferences(resource, (reference, expression) => resolve(store, reference, expression, places));
  const run = request.method === 'POST' ? create : update;
  return run(store, { ...request, body: resolved }, target);
}

function resolve(
  store: RecordStore,
  reference: string,
  expression: string,
  places: ReadonlyMap<string, string>,
): string {
  const place = places.get(reference);
  if (place !== undefined) return place;
  const target = readReference(reference);
  if (target.kind === 'entry') {
    throw new FhirError(422, 'business-rule', 'No entry of the transaction has this full URL.', expression);
  }
  if (target.kind !== 'conditional') return reference;
  const found = onlyMatch(store, checkType(target.type), new URLSearchParams(target.query));
  if (found === undefined) {
    throw new FhirError(404, 'not-found', 'A conditional reference matches no record.', expression);
  }
  return found.key;
}

function inEntry<T>(entry: BundleEntry, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof FhirError ? error.inEntry(entry.index) : error;
  }
}

function located(error: IntegrityError, writes: readonly Write[]): FhirError {
  const entry = writes.find(({ target }) => `${target.type}/${target.id}` === error.key)?.entry;
  return entry === undefined ? error : error.inEntry(entry.index);
}
