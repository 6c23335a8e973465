import { STATUS_CODES } from 'node:http';
import type { FhirRequest, FhirResponse } from './exchange.js';
import { FhirError, operationOutcome } from './fhir-error.js';
import { isObject, type JsonObject } from './resource.js';

export interface BundleEntry {
  readonly index: number;
  readonly fullUrl: string | undefined;
  readonly request: FhirRequest;
}

/** The entries of a batch or transaction as requests. */
export function readEntries(bundle: JsonObject, outer: FhirRequest): readonly BundleEntry[] {
  const entries = bundle['entry'] ?? [];
  if (!Array.isArray(entries)) throw new FhirError(400, 'structure', 'entry is a list.', 'Bundle.entry');
  return entries.map((entry: unknown, index) => readEntry(entry, index, outer));
}

function readEntry(entry: unknown, index: number, outer: FhirRequest): BundleEntry {
  const request = isObject(entry) ? entry['request'] : undefined;
  if (!isObject(entry) || !isObject(request)) {
    throw new FhirError(400, 'required', 'Each entry has a request.', `Bundle.entry[${index}].request`);
  }
  const [method, url] = [text(request['method']), text(request['url'])];
  if (method === undefined || url === undefined) {
    throw new FhirError(400, 'required', 'A request has a method and a url.', `Bundle.entry[${index}].request`);
  }
  return {
    index,
    fullUrl: text(entry['fullUrl']),
    request: {
      ...addressOf(url, outer.base),
      method,
      base: outer.base,
      body: entry['resource'],
      prefer: outer.prefer,
      manners: outer.manners,
      ifMatch: text(request['ifMatch']),
      ifNoneMatch: text(request['ifNoneMatch']),
      ifNoneExist: text(request['ifNoneExist']),
    },
  };
}

/** The type of the record that an entry is about. */
export function typeOf({ request }: BundleEntry): string {
  return request.path.split('/')[0] ?? '';
}

/** `Type/id` of the record that an entry is about: as its address says, or as its resource does. */
export function keyOf({ request }: BundleEntry): string {
  const [type = '', id] = request.path.split('/');
  const named = isObject(request.body) ? text(request.body['id']) : undefined;
  return `${type}/${id ?? named ?? ''}`;
}

function addressOf(url: string, base: string): { readonly path: string; readonly query: URLSearchParams } {
  const relative = url.startsWith(`${base}/`) ? url.slice(base.length + 1) : url.replace(/^\//, '');
  const mark = relative.indexOf('?');
  return mark === -1
    ? { path: relative, query: new URLSearchParams() }
    : { path: relative.slice(0, mark), query: new URLSearchParams(relative.slice(mark + 1)) };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What a response bundle says of one entry, as JSON text. A written resource is only in it when asked for. */
export function responseEntry({ method, prefer }: FhirRequest, response: FhirResponse): string {
  const { status, etag, lastModified, location, body = '' } = response;
  const head = { status: `${status} ${STATUS_CODES[status] ?? ''}`.trim(), location, etag, lastModified };
  const isAsked = method === 'GET' || (prefer ?? '').includes('return=representation');
  return body !== '' && isAsked
    ? `{"resource":${body},"response":${JSON.stringify(head)}}`
    : `{"response":${JSON.stringify(head)}}`;
}

/** An entry of a batch that failed. */
export function failedEntry({ status, code, message, expression }: FhirError): string {
  const outcome = operationOutcome(code, message, expression);
  return JSON.stringify({ response: { status: `${status} ${STATUS_CODES[status] ?? ''}`.trim(), outcome } });
}
