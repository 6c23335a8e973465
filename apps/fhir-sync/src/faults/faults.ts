import { isOperationOutcome } from './operation-outcome.js';
import { retryAfterMs } from './retry-after.js';
import { tlsAdvice } from './tls-advice.js';

/**
 * What to do about a request that failed.
 * - `retry`: the same again later.
 * - `re-read`: the server holds another version than we thought; read it and try again.
 * - `smaller`: fewer records at a time.
 * - `refuse`: the server will not take it. In company: split, to find the culprit. Alone: refused.
 */
export type Remedy = 'retry' | 're-read' | 'smaller' | 'refuse';

/** Whose trouble it is: the target's (nothing gets through, so everything waits) or perhaps only this request's. */
export type Scope = 'target' | 'request';

export interface Fault {
  readonly remedy: Remedy;
  readonly scope: Scope;
  /** A short name for records, metrics and health, for example `http-503`, `time-out`, `ECONNREFUSED`. */
  readonly name: string;
  readonly status?: number;
  readonly retryAfterMs?: number;
  /** What the server said: an OperationOutcome, or text. May hold patient data: kept with the record, never logged. */
  readonly answer?: unknown;
  /** The answer came in FHIR's content type: no proxy says that. */
  readonly isFhir?: boolean;
  /** What a person can do, where waiting alone will not help. Names settings, never their values. */
  readonly advice?: string;
}

/** Whether the server may have applied the request, or may do so yet. */
export function isOutcomeUnknown({ remedy, scope, status }: Fault): boolean {
  return remedy === 'retry' && (scope === 'request' || status === 503);
}

export interface FaultRow {
  readonly remedy: Remedy;
  readonly scope: Scope;
  /** What such an answer tells, for people. */
  readonly means: string;
}

const later = { remedy: 'retry', scope: 'request' } as const;
const away = { remedy: 'retry', scope: 'target' } as const;
const stale = { remedy: 're-read', scope: 'request' } as const;

/** What each HTTP status means; those without a row of their own go by their hundreds. */
export const statuses: Readonly<Record<number, FaultRow>> = {
  401: { ...away, means: 'we are not let in: no record is to blame' },
  405: { ...away, means: 'the endpoint does not do transactions: no record is to blame' },
  407: { ...away, means: 'a proxy does not let us through' },
  408: { ...later, means: 'the server waited too long for the request' },
  409: { ...stale, means: 'another version is there (HAPI says so to a stale `If-Match`)' },
  412: { ...stale, means: 'another version is there' },
  413: { remedy: 'smaller', scope: 'request', means: 'more than the server takes at a time' },
  421: { ...later, means: 'another connection is wanted' },
  425: { ...later, means: 'too early on this connection' },
  429: { ...away, means: 'too many requests' },
  501: { ...away, means: 'the endpoint does not do transactions: no record is to blame' },
  503: { ...away, means: 'the server is busy or in maintenance' },
  507: { ...away, means: 'the server has no room' },
};

/** By the hundreds, where the table above has no row. */
export const statusRanges: Readonly<Record<number, FaultRow>> = {
  2: { ...later, means: 'an answer that can not be read: whether it was applied is unknown' },
  3: { ...away, means: 'the server has moved, or wants a login' },
  4: { remedy: 'refuse', scope: 'request', means: 'the server will not take it' },
  5: { ...later, means: 'the server failed on this request' },
};

/** Only a FHIR server that has looked at the request says these with an OperationOutcome; a proxy or a server in maintenance says them without. */
export const saysNothingOfRecords: ReadonlySet<number | undefined> = new Set([403, 404, 410]);

/** To a transaction they say that the endpoint does none; to one thing, that the server has no such interaction for it. */
export const notOffered: ReadonlySet<number | undefined> = new Set([405, 501]);

/**
 * The fault of a request about one thing: whoever said that it is not there or not allowed, and said nothing else, the target's trouble
 * it is only while the target does not answer to the cheap question either.
 */
export function ofOneThing(fault: Fault): Fault {
  return saysNothingOfRecords.has(fault.status) ? { ...fault, scope: 'request' } : fault;
}

/** The fault that an HTTP status of one entry means. */
export function faultOfStatus(status: number): Pick<Fault, 'remedy' | 'scope' | 'name' | 'status'> {
  const { remedy, scope } = statuses[status] ?? statusRanges[Math.floor(status / 100)] ?? later;
  return { remedy, scope, name: `http-${status}`, status };
}

/** The connection never came about, so nothing was sent. */
const notConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * The fault behind an error that the FHIR client threw; undefined for an error that no network or server causes
 * (a defect of ours), which must not be retried as if it were one.
 */
export function faultOf(error: unknown, now: number): Fault | undefined {
  const status = field(field(error, 'response'), 'status');
  if (typeof status === 'number') {
    const wait = retryAfterMs(headerOf(error, 'retry-after'), now);
    const answer = field(field(error, 'response'), 'data');
    const isOutside = saysNothingOfRecords.has(status) && !isOperationOutcome(answer);
    return {
      ...faultOfStatus(status),
      ...(isOutside ? { remedy: 'retry', scope: 'target' } : {}),
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
      ...(fhirTypes.test(headerOf(error, 'content-type') ?? '') ? { isFhir: true } : {}),
      answer,
    };
  }
  if (field(error, 'name') === 'TimeoutError') return { ...later, name: 'time-out' };
  const code = field(field(error, 'cause'), 'code') ?? field(error, 'code');
  if (typeof code !== 'string') return isFetchFailure(error) ? { ...later, name: 'connection-failed' } : undefined;
  if (isDefect(code)) return undefined;
  const advice = tlsAdvice(code);
  return {
    remedy: 'retry',
    scope: notConnected.has(code) || isTls(code) ? 'target' : 'request',
    name: code,
    ...(advice === undefined ? {} : { advice }),
  };
}

/** FHIR R4, 3.1.0.1.9; the other order is that of DSTU2, which some servers kept. */
const fhirTypes = /^application\/(?:fhir\+(?:json|xml)|(?:json|xml)\+fhir)\s*(?:;|$)/i;

/** How fetch names any failure of the network, whatever its cause says. */
function isFetchFailure(error: unknown): boolean {
  return ['fetch failed', 'terminated'].includes(String(field(error, 'message')));
}

function isTls(code: string): boolean {
  return /CERT|_TLS_|_SSL_|SIGNATURE/.test(code);
}

/** Node's own codes for calls that make no sense. */
function isDefect(code: string): boolean {
  return /^(UND_)?ERR_(INVALID|METHOD|OUT_OF_RANGE|MISSING)/.test(code);
}

/** fhir-kit-client puts the answer of a failed request at `error.response`, but its headers at `error.config.headers`. */
function headerOf(error: unknown, name: string): string | null {
  const headers = field(field(error, 'config'), 'headers');
  return headers instanceof Headers ? headers.get(name) : null;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
