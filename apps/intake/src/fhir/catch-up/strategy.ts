import type { CatchUpStrategy, FhirSource } from '@ilium/site';
import { z } from 'zod';

/** How what was missed is found. */
export type Strategy = Exclude<CatchUpStrategy, 'auto'>;

const operation = z.looseObject({ name: z.string().optional(), definition: z.string().optional() });

const statement = z.looseObject({
  rest: z
    .array(
      z.looseObject({
        resource: z
          .array(
            z.looseObject({
              type: z.string(),
              searchParam: z.array(z.looseObject({ name: z.string() })).optional(),
              operation: z.array(operation).optional(),
            }),
          )
          .optional(),
        searchParam: z.array(z.looseObject({ name: z.string() })).optional(),
        operation: z.array(operation).optional(),
      }),
    )
    .optional(),
});

/**
 * The way that the site says, else the first that the server declares for all types that are fetched: a search by
 * `_lastUpdated`, a search per patient, a bulk export.
 */
export function strategyFor({ catchUp, types }: Pick<FhirSource, 'catchUp' | 'types'>, metadata: unknown): Strategy {
  if (catchUp.strategy !== 'auto') return catchUp.strategy;
  const read = statement.safeParse(metadata);
  const [rest] = read.success ? (read.data.rest ?? []) : [];
  if (rest === undefined) return 'none';
  const common = (rest.searchParam ?? []).map(({ name }) => name);
  const declared = (rest.resource ?? []).filter(({ type }) => types.some((wanted) => wanted === type));
  const declares = (names: readonly string[]) =>
    declared.length > 0 &&
    declared.every(({ searchParam: own = [] }) =>
      names.some((name) => common.includes(name) || own.some((one) => one.name === name)),
    );
  if (declares(['_lastUpdated'])) return 'search';
  if (declares(['patient', 'subject', '_id', 'identifier'])) return 'per-patient';
  const operations = [...(rest.operation ?? []), ...(rest.resource ?? []).flatMap((one) => one.operation ?? [])];
  const exports = operations.some(
    ({ name = '', definition = '' }) => /(^|[-/$])export$/.test(name) || /export$/.test(definition),
  );
  return exports ? 'bulk-export' : 'none';
}
