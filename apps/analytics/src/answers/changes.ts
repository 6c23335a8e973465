import { measureCodes, measureFamilies, painLocations, procedureTypes, recalls } from '@ilium/contracts';
import { z } from 'zod';
import type { Cell, SeriesCells } from '../questions/cells.repository.js';
import { quartilesOf } from '../statistics/median.js';
import { inOrderOfTime } from './order-of-windows.js';
import { interval } from './proportion.js';

const quantile = z.object({ value: z.number(), interval: interval.nullable() });
export const distribution = z.object({
  n: z.int().min(0),
  lowerQuartile: quantile,
  median: quantile.describe('With a 95 % interval that assumes no distribution.'),
  upperQuartile: quantile,
  values: z.array(z.object({ value: z.number(), count: z.int() })).describe('How often each value was seen.'),
});

export const changesAnswer = z.object({
  groups: z.array(
    z.object({
      procedureType: z.enum(procedureTypes),
      measure: z.enum(measureCodes),
      family: z.enum(measureFamilies),
      painLocation: z.enum(painLocations).nullable(),
      recall: z.enum(recalls).nullable(),
      window: z.string(),
      change: distribution.nullable().describe("In the measure's own unit, positive where better."),
      percentChange: distribution.nullable().describe('In percent of the baseline, of those that are in the rates.'),
    }),
  ),
});
export type ChangesAnswer = z.output<typeof changesAnswer>;

/** What is counted per value of a change. */
export const changeFigures = ['better-by', 'percent-better'] as const;

export function changesAnswerOf(groups: readonly SeriesCells[]): ChangesAnswer {
  return {
    groups: inOrderOfTime(groups).map(({ cells, ...group }) => ({
      ...group,
      change: distributionOf(cells, 'better-by'),
      percentChange: distributionOf(cells, 'percent-better'),
    })),
  };
}

/** Of what is counted in thousandths. */
export function distributionOf(cells: readonly Cell[], figure: string): z.output<typeof distribution> | null {
  const values = cells
    .filter((cell) => cell.figure === figure)
    .map(({ at, count }) => ({ value: at / 1000, count }))
    .toSorted((a, b) => a.value - b.value);
  const quartiles = quartilesOf(values);
  if (quartiles === null) return null;
  const { n, lower, median, upper } = quartiles;
  const told = ({ value, interval: within }: typeof median) => ({ value, interval: within });
  return { n, lowerQuartile: told(lower), median: told(median), upperQuartile: told(upper), values };
}
