import { z } from 'zod';
import { asRecord, type FhirRecord } from '../resource/fhir-record.js';
import { EhrAway } from './ehr-away.js';

/** A page of what a search found. */
export interface Page {
  /** What was looked for. */
  readonly matches: readonly FhirRecord[];
  /** What came along. */
  readonly alongside: readonly FhirRecord[];
  /** Query of the next page, below the base of the server. */
  readonly next: string | undefined;
}

const schema = z.looseObject({
  resourceType: z.literal('Bundle'),
  link: z.array(z.looseObject({ relation: z.string(), url: z.string() })).optional(),
  entry: z
    .array(
      z.looseObject({
        resource: z.unknown().optional(),
        search: z.looseObject({ mode: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

/** Throws `EhrAway` where this is no answer to a search. */
export function readPage(answer: unknown, baseUrl: string): Page {
  const read = schema.safeParse(answer);
  if (!read.success) throw new EhrAway('not-a-searchset');
  const { link = [], entry = [] } = read.data;
  const records = entry.flatMap(({ resource, search }) => {
    const record = asRecord(resource);
    return record === undefined ? [] : [{ record, isMatch: (search?.mode ?? 'match') === 'match' }];
  });
  const next = link.find(({ relation }) => relation === 'next')?.url;
  return {
    matches: records.filter(({ isMatch }) => isMatch).map(({ record }) => record),
    alongside: records.filter(({ isMatch }) => !isMatch).map(({ record }) => record),
    next: next === undefined ? undefined : ownUrl(next, baseUrl),
  };
}

/** A server that leads elsewhere is not followed: our token would go along. */
function ownUrl(url: string, baseUrl: string): string {
  const resolved = new URL(url, `${baseUrl}/`);
  if (resolved.origin !== new URL(baseUrl).origin) throw new EhrAway('next-page-elsewhere');
  return resolved.href;
}
