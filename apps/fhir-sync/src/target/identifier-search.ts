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

const found = z.looseObject({
  resourceType: z.string(),
  id: z.string(),
  identifier: z.array(identifier).optional(),
  // Of a document; the search parameter finds it as well.
  masterIdentifier: identifier.optional(),
});
export type FoundResource = z.output<typeof found>;

const searchset = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z
    .array(
      z.looseObject({
        search: z.looseObject({ mode: z.string().optional() }).optional(),
        resource: found,
      }),
    )
    .optional(),
});

/** Those that have the identifier; undefined when this is no answer to a search. */
export function readMatches(
  body: unknown,
  { type, system, value }: LogicalReference,
): readonly FoundResource[] | undefined {
  const read = searchset.safeParse(body);
  if (!read.success) return undefined;
  // A server that doesn't know a search parameter leaves it out and answers with everybody: so look at each.
  return (read.data.entry ?? [])
    .filter(({ search, resource }) => (search?.mode ?? 'match') === 'match' && resource.resourceType === type)
    .filter(({ resource: { identifier: own = [], masterIdentifier } }) =>
      [...own, masterIdentifier].some((one) => (one?.system ?? '') === system && one?.value === value),
    )
    .map(({ resource }) => resource);
}

/** The places (`Patient/17`) of the same. */
export function readSearch(body: unknown, wanted: LogicalReference): string[] | undefined {
  return readMatches(body, wanted)?.map(({ id }) => `${wanted.type}/${id}`);
}
