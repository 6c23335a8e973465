import {
  measureCodes,
  measureFamilies,
  painLocations,
  procedureTypes,
  recalls,
  type ProcedureType,
} from '@ilium/contracts';
import { z } from 'zod';
import type { KnownScale } from '../questions/known-scales.repository.js';
import { inOrderOfTime } from './order-of-windows.js';

export const dimensionsAnswer = z.object({
  from: z.string().nullable().describe('The first year with an outcome. Null where there is none.'),
  to: z.string().nullable(),
  hasMonths: z.boolean().describe('Whether sessions are told by their month; else by their year alone.'),
  sites: z.array(z.string()).describe('The sites that sessions are told of; none where none is told.'),
  scales: z
    .array(
      z.object({
        procedureType: z.enum(procedureTypes),
        measure: z.enum(measureCodes),
        family: z.enum(measureFamilies),
        painLocation: z.enum(painLocations).nullable(),
        recall: z.enum(recalls).nullable(),
        windows: z.array(z.string()).describe('In the order of time.'),
        primaryWindow: z.string().describe('What sentences about the type are about, by the site file.'),
      }),
    )
    .describe('What there is an outcome of.'),
});
export type DimensionsAnswer = z.output<typeof dimensionsAnswer>;

export function dimensionsAnswerOf(
  known: readonly KnownScale[],
  hasMonths: boolean,
  primaryWindowOf: (type: ProcedureType) => string,
): DimensionsAnswer {
  const years = known.flatMap(({ from, to }) => [from, to]).toSorted();
  const byScale = Map.groupBy(inOrderOfTime(known), ({ procedureType, measure, painLocation, recall }) =>
    [procedureType, measure, painLocation, recall].join('\n'),
  );
  return {
    from: years.at(0) ?? null,
    to: years.at(-1) ?? null,
    hasMonths,
    sites: [...new Set(known.flatMap(({ sites }) => sites))].toSorted(),
    scales: [...byScale.values()].flatMap((windows) => {
      const [first] = windows;
      if (first === undefined) return [];
      const { procedureType, measure, family, painLocation, recall } = first;
      const names = windows.map(({ window }) => window);
      const primaryWindow = primaryWindowOf(procedureType);
      return [{ procedureType, measure, family, painLocation, recall, windows: names, primaryWindow }];
    }),
  };
}
