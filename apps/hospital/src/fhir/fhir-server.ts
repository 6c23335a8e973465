import { failedEntry, readEntries, responseEntry, type BundleEntry } from './bundle-entries.js';
import { responseBundle } from './bundle-json.js';
import { capabilityStatement } from './capability-statement.js';
import { checkType } from './check-resource.js';
import type { FhirRequest, FhirResponse } from './exchange.js';
import { FhirError, operationOutcome } from './fhir-error.js';
import {
  create,
  history,
  read,
  readVersion,
  remove,
  search,
  targetOfCreate,
  targetOfUpdate,
  update,
} from './interactions.js';
import { goodManners } from './manners.js';
import { admit } from './profiles/admit.js';
import type { RecordStore } from './record-store.js';
import { isObject, type JsonObject } from './resource.js';
import type { ResourceTypeName } from './resource-types.js';
import { refusalOf } from './refused-entry.js';
import { runSparing } from './sparing-transaction.js';
import { runTransaction } from './transaction.js';

/**
 * A small FHIR R4 server over a record store: what a request becomes, without HTTP. Every request is decided in one
 * synchronous step, so requests never see each other half done.
 */
export class FhirServer {
  readonly #store: RecordStore;
  readonly #since = new Date();
  readonly #report: (error: unknown) => void;

  /** `report` hears of failures that are the server's own. */
  constructor(store: RecordStore, report: (error: unknown) => void = () => undefined) {
    this.#store = store;
    this.#report = report;
  }

  /** Answers a request; whatever is wrong with it becomes an OperationOutcome. */
  handle(request: FhirRequest): FhirResponse {
    try {
      return request.path === '' ? this.#onSystem(request) : this.#dispatch(request);
    } catch (error) {
      const { status, code, message, expression } = this.#asFhirError(error);
      return { status, body: JSON.stringify(operationOutcome(code, message, expression)) };
    }
  }

  #onSystem(request: FhirRequest): FhirResponse {
    const bundle = request.body;
    if (request.method !== 'POST') throw notAllowed();
    if (!isObject(bundle) || bundle['resourceType'] !== 'Bundle') {
      throw new FhirError(400, 'structure', 'The base address takes a Bundle.');
    }
    switch (bundle['type']) {
      case 'transaction':
        return this.#transaction(bundle, request);
      case 'batch':
        return this.#batch(bundle, request);
      default:
        throw new FhirError(400, 'value', 'The Bundle has to be a transaction or a batch.', 'Bundle.type');
    }
  }

  #transaction(bundle: JsonObject, request: FhirRequest): FhirResponse {
    const { transactions } = request.manners ?? goodManners;
    if (transactions === 'as-batch') return this.#batch(bundle, request);
    if (transactions !== 'atomic') throw new FhirError(transactions, 'not-supported', 'Transactions are not run here.');
    const answers = runSparing(readEntries(bundle, request), (entries) =>
      runTransaction(this.#store, entries, (get) => this.#dispatch(get)),
    );
    return { status: 200, body: responseBundle('transaction-response', answers) };
  }

  #batch(bundle: JsonObject, request: FhirRequest): FhirResponse {
    const { batch, refusal } = (request.manners ?? goodManners).profile;
    if (batch === 'none') throw new FhirError(refusal.interaction, 'not-supported', 'Batches are not run here.');
    const answers = readEntries(bundle, request).map((entry) => this.#inBatch(entry));
    return { status: 200, body: responseBundle('batch-response', answers) };
  }

  #inBatch(entry: BundleEntry): string {
    const { request } = entry;
    const { profile } = request.manners ?? goodManners;
    try {
      const refusal = refusalOf(entry);
      if (refusal !== undefined) throw refusal;
      if (profile.batch === 'reads' && request.method !== 'GET') {
        throw new FhirError(profile.refusal.interaction, 'not-supported', 'A batch may only read here.');
      }
      return responseEntry(request, this.#dispatch(request));
    } catch (error) {
      return failedEntry(this.#asFhirError(error));
    }
  }

  #dispatch(asked: FhirRequest): FhirResponse {
    const { profile } = asked.manners ?? goodManners;
    const request = admit(asked, profile);
    const { method, path } = request;
    if (path === 'metadata' && method === 'GET') {
      return { status: 200, body: JSON.stringify(capabilityStatement(profile, this.#since)) };
    }
    const [name = '', id, operation, versionId, ...more] = path.split('/');
    const type = checkType(name);
    if (more.length > 0 || (operation !== undefined && operation !== '_history')) throw notAllowed();
    if (operation !== undefined && method !== 'GET') throw notAllowed();
    if (id === undefined) return this.#onType(request, type);
    if (versionId !== undefined) return readVersion(this.#store, type, id, versionId);
    if (operation !== undefined) return history(this.#store, request, type, id);
    return this.#onRecord(request, type, id);
  }

  #onType(request: FhirRequest, type: ResourceTypeName): FhirResponse {
    const store = this.#store;
    switch (request.method) {
      case 'GET':
        return search(store, request, type);
      case 'POST':
        return store.atomically(() => create(store, request, targetOfCreate(store, request, type)));
      case 'PUT':
        return store.atomically(() => update(store, request, targetOfUpdate(store, request, type, undefined)));
      default:
        throw notAllowed();
    }
  }

  #onRecord(request: FhirRequest, type: ResourceTypeName, id: string): FhirResponse {
    const store = this.#store;
    switch (request.method) {
      case 'GET':
        return read(store, request, type, id);
      case 'PUT':
        return store.atomically(() => update(store, request, { type, id }));
      case 'DELETE':
        return store.atomically(() => remove(store, request, type, id));
      default:
        throw notAllowed();
    }
  }

  #asFhirError(error: unknown): FhirError {
    if (error instanceof FhirError) return error;
    this.#report(error);
    return new FhirError(500, 'exception', 'The server failed; nothing was changed.');
  }
}

function notAllowed(): FhirError {
  return new FhirError(405, 'not-supported', 'This interaction is not supported; /metadata lists those that are.');
}
