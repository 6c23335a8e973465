import { z } from 'zod';
import type { Answered } from './exchange.js';

/** What the probes read of answers: loose, since each server has manners of its own. */

const resource = z.looseObject({
  resourceType: z.string(),
  id: z.string().optional(),
  meta: z.looseObject({ versionId: z.string().optional() }).optional(),
});
export type Stored = z.output<typeof resource>;

const bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z
    .array(
      z.looseObject({
        resource: resource.optional(),
        search: z.looseObject({ mode: z.string().optional() }).optional(),
        response: z.looseObject({ status: z.string(), location: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

const outcome = z.looseObject({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(
    z.looseObject({
      code: z.string().optional(),
      expression: z.array(z.string()).optional(),
      location: z.array(z.string()).optional(),
    }),
  ),
});

export function storedIn(body: unknown, type: string): Stored | undefined {
  const read = resource.safeParse(body);
  return read.success && read.data.resourceType === type ? read.data : undefined;
}

/** The id under which a record was written: the Location says it, else the record in the answer. */
export function idIn({ headers, body }: Pick<Answered, 'headers' | 'body'>, type: string): string | undefined {
  return idOfLocation(headers['location'] ?? headers['content-location'], type) ?? storedIn(body, type)?.id;
}

export function idOfLocation(location: string | undefined, type: string): string | undefined {
  const [, found] = new RegExp(`(?:^|/)${type}/([A-Za-z0-9\\-.]{1,64})(?:/|$)`).exec(location ?? '') ?? [];
  return found;
}

/** The version, and where the answer tells it. */
export function versionIn({ headers, body }: Answered, type: string): { version?: string; where: readonly string[] } {
  const tag = /^(?:W\/)?"(.+)"$/.exec(headers['etag'] ?? '')?.[1];
  const place = /\/_history\/([^/]+)$/.exec(headers['location'] ?? '')?.[1];
  const inside = storedIn(body, type)?.meta?.versionId;
  const version = tag ?? place ?? inside;
  const where = [
    ...(tag === undefined ? [] : ['ETag']),
    ...(place === undefined ? [] : ['Location']),
    ...(inside === undefined ? [] : ['meta.versionId']),
  ];
  return { where, ...(version === undefined ? {} : { version }) };
}

/** The records that a search found; undefined where it is no answer to one. */
export function matchesIn(
  { status, body }: Pick<Answered, 'status' | 'body'>,
  type: string,
): readonly Stored[] | undefined {
  const read = bundle.safeParse(body);
  if (status !== 200 || !read.success) return undefined;
  return (read.data.entry ?? [])
    .filter(({ search }) => (search?.mode ?? 'match') === 'match')
    .flatMap(({ resource: found }) => (found?.resourceType === type ? [found] : []));
}

export interface EntryResult {
  readonly status: number;
  readonly location: string | undefined;
}

/** What became of each entry of a bundle; undefined where the answer is none to so many entries. */
export function entryResults(body: unknown, expected: number): readonly EntryResult[] | undefined {
  const read = bundle.safeParse(body);
  const entries = read.success ? (read.data.entry ?? []) : [];
  if (entries.length !== expected) return undefined;
  return entries.map(({ response }) => ({
    status: Number(response?.status.slice(0, 3) ?? 0),
    location: response?.location,
  }));
}

export function isOutcome(body: unknown): boolean {
  return outcome.safeParse(body).success;
}

/**
 * `422: required at Procedure.status`. Codes and elements only: what a server says in words may quote what it holds.
 */
export function refusalOf({ status, body }: Pick<Answered, 'status' | 'body'>): string {
  const read = outcome.safeParse(body);
  if (!read.success) return String(status);
  const told = read.data.issue.slice(0, 3).map(({ code = '', expression, location }) => {
    const place = (expression ?? location ?? []).filter((text) => /^[\w.[\]()/:'-]{1,100}$/.test(text))[0];
    const word = /^[a-z-]{1,30}$/.test(code) ? code : 'no code';
    return place === undefined ? word : `${word} at ${place}`;
  });
  return told.length === 0 ? String(status) : `${status}: ${[...new Set(told)].join(', ')}`;
}
