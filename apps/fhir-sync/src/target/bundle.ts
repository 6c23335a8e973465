import { z } from 'zod';

/** One PUT of a transaction. */
export interface Put {
  readonly key: string;
  /** The resource, as JSON. */
  readonly resource: string;
  readonly ifMatch: string | null;
}

/** A transaction Bundle of PUTs under client-assigned ids, as JSON text: resources are joined, not parsed again. */
export function transactionOf(puts: readonly Put[]): string {
  const entries = puts.map(({ key, resource, ifMatch }) => {
    const request = { method: 'PUT', url: key, ...(ifMatch === null ? {} : { ifMatch: `W/"${ifMatch}"` }) };
    return `{"resource":${resource},"request":${JSON.stringify(request)}}`;
  });
  return `{"resourceType":"Bundle","type":"transaction","entry":[${entries.join(',')}]}`;
}

/** A batch Bundle of reads and searches: many in one request, and what they look for stands in no URL and no access log. */
export function batchOf(urls: readonly string[]): string {
  const entry = urls.map((url) => ({ request: { method: 'GET', url } }));
  return JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry });
}

/** What became of one entry. */
export interface EntryAnswer {
  /** 0 where nobody who knows the record has said anything of it. */
  readonly status: number;
  /** The record's version on the server, where the server says it. */
  readonly version: string | null;
  readonly outcome: unknown;
  readonly resource: unknown;
}

const answer = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z.array(
    z.looseObject({
      resource: z.unknown().optional(),
      response: z.looseObject({
        status: z.string().regex(/^\d{3}/),
        etag: z.string().optional(),
        location: z.string().optional(),
        outcome: z.unknown().optional(),
      }),
    }),
  ),
});

const versioned = z.looseObject({ meta: z.looseObject({ versionId: z.string() }) });

/**
 * What the server answered, entry by entry, in the order of the request (FHIR R4, 3.1.0.11.2). A status of 200 around a
 * refused entry is not a success. Undefined when the answer isn't one to this bundle: then nothing is known.
 */
export function readAnswer(body: unknown, expected: number): EntryAnswer[] | undefined {
  const read = answer.safeParse(body);
  if (!read.success || read.data.entry.length !== expected) return undefined;
  return read.data.entry.map(({ resource, response: { status, etag, location, outcome } }) => ({
    status: Number(status.slice(0, 3)),
    version: versionOf(etag, location, resource),
    outcome,
    resource,
  }));
}

/** The version of a written record, from wherever the server says it. */
export function versionOf(etag: string | undefined, location: string | undefined, resource: unknown): string | null {
  const tagged = /^(?:W\/)?"(.+)"$/.exec(etag ?? '')?.[1] ?? /\/_history\/([^/]+)$/.exec(location ?? '')?.[1];
  if (tagged !== undefined) return tagged;
  const read = versioned.safeParse(resource);
  return read.success ? read.data.meta.versionId : null;
}
