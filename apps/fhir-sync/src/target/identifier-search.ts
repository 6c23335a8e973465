import { z } from 'zod';
import type { LogicalReference } from '../desired/references.js';

/** Finds one record by identifier and assigner: two matches are asked for, since two are as bad as none. */
export function identifierSearch({ type, system, value }: LogicalReference): string {
  const query = new URLSearchParams({ identifier: `${escaped(system)}|${escaped(value)}`, _count: '2' });
  return `${type}?${query.toString()}`;
}

/** A value inside a token search (FHIR R4, 3.1.1.3): the characters that separate are escaped. */
function escaped(text: string): string {
  return text.replaceAll(/[\\,|$]/g, String.raw`\$&`);
}

const identifier = z.looseObject({ system: z.string().optional(), value: z.string().optional() });

const searchset = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z
    .array(
      z.looseObject({
        search: z.looseObject({ mode: z.string().optional() }).optional(),
        resource: z.looseObject({
          resourceType: z.string(),
          id: z.string(),
          identifier: z.array(identifier).optional(),
          // Of a document; the search parameter finds it as well.
          masterIdentifier: identifier.optional(),
        }),
      }),
    )
    .optional(),
});

/** The places (`Patient/17`) of those that have the identifier; undefined when this is no answer to a search. */
export function readSearch(body: unknown, { type, system, value }: LogicalReference): string[] | undefined {
  const read = searchset.safeParse(body);
  if (!read.success) return undefined;
  // A server that doesn't know a search parameter leaves it out and answers with everybody: so look at each.
  return (read.data.entry ?? [])
    .filter(({ search, resource }) => (search?.mode ?? 'match') === 'match' && resource.resourceType === type)
    .filter(({ resource: { identifier: own = [], masterIdentifier } }) =>
      [...own, masterIdentifier].some((one) => (one?.system ?? '') === system && one?.value === value),
    )
    .map(({ resource }) => `${type}/${resource.id}`);
}
