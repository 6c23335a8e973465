import { randomUUID } from 'node:crypto';
import { checkId, checkResource } from './check-resource.js';
import { dropElements } from './drop-elements.js';
import { prefers, versionOfTag, type FhirRequest, type FhirResponse } from './exchange.js';
import { FhirError, operationOutcome } from './fhir-error.js';
import { historyBundle, searchBundle } from './bundle-json.js';
import { goodManners } from './manners.js';
import { mapReferences } from './references.js';
import type { RecordStore, StoredRecord, StoredVersion } from './record-store.js';
import type { Resource } from './resource.js';
import type { ResourceTypeName } from './resource-types.js';
import { findAll, isStrict, readSearch } from './search.js';

/** The interactions on one record or type. Those that write run inside a unit of work of the store. */

export function read(store: RecordStore, request: FhirRequest, type: ResourceTypeName, id: string): FhirResponse {
  const record = existing(store, type, id);
  const version = record.versions.at(-1);
  if (version?.json === undefined) throw new FhirError(410, 'deleted', 'The record has been deleted.');
  const isKnown = request.ifNoneMatch !== undefined && versionOfTag(request.ifNoneMatch) === version.versionId;
  return isKnown ? { status: 304, etag: tagOf(version) } : sent(200, version);
}

export function readVersion(store: RecordStore, type: ResourceTypeName, id: string, versionId: string): FhirResponse {
  const version = existing(store, type, id).versions.find((one) => String(one.versionId) === versionId);
  if (version === undefined) throw new FhirError(404, 'not-found', 'The record has no such version.');
  if (version.json === undefined) throw new FhirError(410, 'deleted', 'In this version the record is deleted.');
  return sent(200, version);
}

export function history(store: RecordStore, request: FhirRequest, type: ResourceTypeName, id: string): FhirResponse {
  return { status: 200, body: historyBundle(request.base, existing(store, type, id)) };
}

export function search(store: RecordStore, request: FhirRequest, type: ResourceTypeName): FhirResponse {
  const asked = readSearch(store, type, request.query, isStrict(request));
  return { status: 200, body: searchBundle(request.base, asked, findAll(store, asked)) };
}

/** Which record a write is about: an id that exists or will, and whether the write happens at all. */
export interface Target {
  readonly type: ResourceTypeName;
  readonly id: string;
  /** An `If-None-Exist` found this: nothing is written. */
  readonly found?: StoredRecord;
}

/** `POST Type`, also with `If-None-Exist`. */
export function targetOfCreate(store: RecordStore, request: FhirRequest, type: ResourceTypeName): Target {
  if (request.ifNoneExist === undefined) return { type, id: randomUUID() };
  const found = onlyMatch(store, type, new URLSearchParams(request.ifNoneExist.replace(/^\?/, '')));
  return found === undefined ? { type, id: randomUUID() } : { type, id: found.id, found };
}

/** `PUT Type/id`, or `PUT Type?identifier=…`. */
export function targetOfUpdate(
  store: RecordStore,
  request: FhirRequest,
  type: ResourceTypeName,
  id: string | undefined,
): Target {
  if (id !== undefined) return { type, id };
  const found = onlyMatch(store, type, request.query);
  return { type, id: found?.id ?? bodyId(request.body) ?? randomUUID() };
}

export function create(store: RecordStore, request: FhirRequest, target: Target): FhirResponse {
  const { type, id, found } = target;
  const resource = checkResource(request.body, type);
  const known = found?.versions.at(-1);
  if (found !== undefined && known !== undefined) return answered(request, found, known, 200);
  return written(store, request, id, resource);
}

export function update(store: RecordStore, request: FhirRequest, { type, id }: Target): FhirResponse {
  const resource = checkResource(request.body, type);
  const record = store.get(type, id);
  checkUnknownId(request, record);
  if (record === undefined) checkId(id, `${type}.id`);
  if (resource.id !== undefined && resource.id !== id) {
    throw new FhirError(400, 'invalid', 'The id in the body does not agree with the address.', `${type}.id`);
  }
  if (resource.id === undefined && request.query.size === 0) {
    throw new FhirError(400, 'required', 'The body has to carry the id of its address.', `${type}.id`);
  }
  checkPreconditions(request, record);
  return written(store, request, id, resource);
}

export function remove(store: RecordStore, request: FhirRequest, type: ResourceTypeName, id: string): FhirResponse {
  checkPreconditions(request, store.get(type, id));
  store.delete(type, id);
  const version = store.get(type, id)?.versions.at(-1);
  return version === undefined ? { status: 204 } : { status: 204, etag: tagOf(version) };
}

/** The one live record that a condition finds; more than one is 412. */
export function onlyMatch(
  store: RecordStore,
  type: ResourceTypeName,
  condition: URLSearchParams,
): StoredRecord | undefined {
  const asked = readSearch(store, type, condition, true);
  if (asked.candidates.length + asked.conditions.length === 0) {
    throw new FhirError(412, 'invalid', 'The condition has no search parameter.');
  }
  const found = findAll(store, asked);
  if (found.length > 1) throw new FhirError(412, 'multiple-matches', 'The condition matches more than one record.');
  return found[0];
}

function existing(store: RecordStore, type: ResourceTypeName, id: string): StoredRecord {
  const record = store.get(type, id);
  if (record === undefined) throw new FhirError(404, 'not-found', 'There is no such record.');
  return record;
}

/** A server without update-as-create refuses to PUT what is not there. */
function checkUnknownId({ query, manners = goodManners }: FhirRequest, record: StoredRecord | undefined): void {
  const { unknownId } = manners;
  if (unknownId === undefined || query.size > 0 || record?.versions.at(-1)?.json !== undefined) return;
  const code = unknownId === 404 ? 'not-found' : 'not-supported';
  throw new FhirError(unknownId, code, 'There is no such record, and an update does not create it here.');
}

function checkPreconditions(
  { ifMatch, ifNoneMatch, manners = goodManners }: FhirRequest,
  record: StoredRecord | undefined,
): void {
  const version = record?.versions.at(-1);
  const isLive = version?.json !== undefined;
  if (ifNoneMatch?.trim() === '*' && isLive) {
    throw new FhirError(412, 'conflict', 'If-None-Match: the record exists already.');
  }
  if (ifMatch === undefined) return;
  const matches = ifMatch.trim() === '*' ? isLive : isLive && versionOfTag(ifMatch) === version.versionId;
  if (!matches) {
    throw new FhirError(manners.staleStatus, 'conflict', 'If-Match: the record has another version; read it again.');
  }
}

/** References to this server's own addresses become relative ones. */
function readable({ base }: FhirRequest, resource: Resource): Resource {
  return mapReferences(resource, (reference) =>
    reference.startsWith(`${base}/`) ? reference.slice(base.length + 1) : reference,
  );
}

function bodyId(body: unknown): string | undefined {
  const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : undefined;
  return typeof id === 'string' ? id : undefined;
}

function written(store: RecordStore, request: FhirRequest, id: string, resource: Resource): FhirResponse {
  const { dropped } = request.manners ?? goodManners;
  const whole = readable(request, resource);
  const kept = dropElements(whole, dropped);
  const { record, version, outcome } = store.write(id, kept);
  const told = kept === whole ? version : asIfKept(version, whole);
  return answered(request, record, told, outcome === 'created' ? 201 : 200);
}

/** A server that drops elements silently answers with all that it was sent. */
function asIfKept(version: StoredVersion, whole: Resource): StoredVersion {
  const { id, meta }: Resource = JSON.parse(version.json ?? '{}');
  return { ...version, json: JSON.stringify({ ...whole, id, meta }) };
}

function answered(request: FhirRequest, { key }: StoredRecord, version: StoredVersion, status: number): FhirResponse {
  const location = `${key}/_history/${version.versionId}`;
  const answer = { ...sent(status, version), location };
  if (prefers(request, 'return=minimal') || isMinimal(request)) return { ...answer, body: '' };
  if (!prefers(request, 'return=OperationOutcome')) return answer;
  return { ...answer, body: JSON.stringify(operationOutcome('informational', 'The record is as it was sent.')) };
}

/** Whether the server answers writes without a body unless asked for one. */
function isMinimal(request: FhirRequest): boolean {
  return request.manners?.profile.answers === 'minimal' && !(request.prefer ?? '').includes('return=');
}

function sent(status: number, version: StoredVersion): FhirResponse {
  return { status, etag: tagOf(version), lastModified: version.lastUpdated, body: version.json ?? '' };
}

function tagOf({ versionId }: StoredVersion): string {
  return `W/"${versionId}"`;
}
