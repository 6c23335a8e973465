import type { EntryAnswer } from '../door/fates.js';
import { idOf, type FhirRecord } from '../resource/fhir-record.js';
import { fault, operationOutcome, type Issue, type IssueCode } from '../resource/issue.js';

/** An answer before it is written to the wire. */
export interface FhirAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Left out: no body. */
  readonly body?: object;
}

/** What the sender wants to get back (FHIR R4, 3.1.0.1.9). Where it says nothing: an OperationOutcome. */
export type Preference = 'minimal' | 'representation' | 'OperationOutcome';

export function preferenceOf(header: string | undefined): Preference {
  const said = /return\s*=\s*"?(minimal|representation|OperationOutcome)/i.exec(header ?? '')?.[1]?.toLowerCase();
  if (said === 'minimal' || said === 'representation') return said;
  return 'OperationOutcome';
}

export function refusalAnswer(status: number, issues: readonly Issue[], retryAfterSeconds?: number): FhirAnswer {
  return {
    status,
    ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }),
    body: operationOutcome(issues),
  };
}

/** What refuses a request before or behind the door, by the status that it has. */
const refusals: Readonly<Record<number, readonly [IssueCode, string]>> = {
  400: ['structure', 'The request can not be read.'],
  401: ['security', 'A bearer token is needed.'],
  403: ['security', 'The bearer token does not allow this.'],
  404: ['not-found', 'Nothing is here. GET metadata lists what is taken.'],
  405: ['not-supported', 'Not supported here: records are taken, and not given out.'],
  406: ['not-supported', 'Only application/fhir+json is sent.'],
  413: ['too-long', 'The body is too large: send it in parts.'],
  415: ['not-supported', 'The body has to be application/fhir+json or application/json.'],
  503: ['transient', 'Nothing was acknowledged. Send the same again later; what was taken is not taken twice.'],
};

export function refusalOfStatus(status: number): object {
  const [code, text] = refusals[status] ?? ['exception', 'The server failed. Nothing was acknowledged.'];
  return operationOutcome([fault(code, text)]);
}

/** The answer to a single record. */
export function recordAnswer(
  answer: EntryAnswer,
  record: FhirRecord,
  base: string,
  preference: Preference,
): FhirAnswer {
  const { status, place, version, issues } = answer;
  if (status >= 400) return refusalAnswer(status, issues);
  const headers: Record<string, string> = {
    ...(place === undefined ? {} : { location: `${base}/${place}` }),
    ...(version === undefined || !isTag(version) ? {} : { etag: `W/"${version}"` }),
  };
  if (preference === 'minimal') return { status, headers };
  const [, id = ''] = (place ?? '').split('/');
  return { status, headers, body: preference === 'representation' ? { ...record, id } : operationOutcome(issues) };
}

function isTag(version: string): boolean {
  return /^[\w.:+/-]{1,128}$/.test(version);
}

const reasonPhrases: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  422: 'Unprocessable Entity',
};

/** The answer to a transaction or a batch: entry by entry, in the order of the request (FHIR R4, 3.1.0.11.2). */
export function bundleAnswer(
  type: 'transaction-response' | 'batch-response',
  answers: readonly EntryAnswer[],
  records: readonly (FhirRecord | undefined)[],
  base: string,
  preference: Preference,
): FhirAnswer {
  const entry = answers.map(({ status, place, version, issues }, index) => {
    const record = records[index];
    const isToBeShown = preference === 'representation' && status < 400 && record !== undefined;
    const isTold = status >= 400 || preference !== 'minimal';
    return {
      ...(place === undefined ? {} : { fullUrl: `${base}/${place}` }),
      ...(isToBeShown ? { resource: Object.assign({}, record, { id: (place ?? '').split('/')[1] }) } : {}),
      response: {
        status: `${status} ${reasonPhrases[status] ?? ''}`.trim(),
        ...(place === undefined ? {} : { location: place }),
        ...(version === undefined || !isTag(version) ? {} : { etag: `W/"${version}"` }),
        ...(isTold ? { outcome: operationOutcome(issues) } : {}),
      },
    };
  });
  return { status: 200, body: { resourceType: 'Bundle', type, ...(entry.length === 0 ? {} : { entry }) } };
}

/** The answer to a message (FHIR R4, 2.4.2). What is copied of the header names the message, and nobody. */
export function messageAnswer(header: FhirRecord, issues: readonly Issue[], base: string): FhirAnswer {
  const isTaken = issues.every(({ severity }) => severity !== 'error');
  const event = Object.fromEntries(
    Object.entries(header).filter(([name]) => name === 'eventCoding' || name === 'eventUri'),
  );
  const id = idOf(header) ?? 'unknown';
  return {
    status: isTaken ? 200 : 422,
    body: {
      resourceType: 'Bundle',
      type: 'message',
      entry: [
        {
          resource: {
            resourceType: 'MessageHeader',
            ...event,
            source: { endpoint: base },
            response: { identifier: id, code: isTaken ? 'ok' : 'fatal-error' },
          },
        },
        { resource: operationOutcome(issues) },
      ],
    },
  };
}
