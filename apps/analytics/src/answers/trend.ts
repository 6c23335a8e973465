import { z } from 'zod';
import type { CounterName } from '../rollups/counters.js';
import type { PeriodCounts } from '../questions/counts.repository.js';
import { pChart } from '../statistics/p-chart.js';
import { proportion, proportionOf } from './proportion.js';
import { missingOf } from './window-rates.js';

/** Rules of a rate: who counts, and of whom. */
export const rateRules = {
  improved: ['improved', 'improvedAnswered'],
  'improved-by-points': ['improvedByPoints', 'pointsAnswered'],
  'any-better': ['anyBetter', 'anyBetterAnswered'],
  'over-50': ['over50', 'percentAnswered'],
  'at-least-50': ['atLeast50', 'percentAnswered'],
  'at-least-75': ['atLeast75', 'percentAnswered'],
} as const satisfies Record<string, readonly [count: CounterName, of: CounterName]>;

export const rateRuleNames = Object.keys(rateRules) as [keyof typeof rateRules, ...(keyof typeof rateRules)[]];
export type RateRule = keyof typeof rateRules;

const side = z.enum(['above', 'below']).nullable();

export const trendAnswer = z.object({
  centre: z.number().nullable().describe('The rate of all months together. Null where nobody answered.'),
  months: z.array(
    z.object({
      month: z.string().describe('A month: `2026-03`.'),
      rate: proportion,
      limits: z
        .object({ lower: z.number().nullable(), upper: z.number().nullable() })
        .describe('Control limits of three standard errors. Null on a side where nothing can lie beyond.'),
      tooSmall: z.boolean().describe('Too few answers: the limits mean nothing, and nothing is said of the month.'),
      outside: side.describe('Beyond a limit.'),
      run: side.describe('One of eight months or more in a row on this side of the centre.'),
    }),
  ),
});
export type TrendAnswer = z.output<typeof trendAnswer>;

export function trendAnswerOf(periods: readonly PeriodCounts[], rule: RateRule): TrendAnswer {
  const [count, of] = rateRules[rule];
  const chart = pChart(
    periods.map(({ period, counts }) => ({
      month: period,
      successes: Number(counts[count]),
      total: Number(counts[of]),
    })),
  );
  if (chart === null) return { centre: null, months: [] };
  return {
    centre: chart.centre,
    months: periods.flatMap(({ period, counts }, index) => {
      const charted = chart.months[index];
      if (charted === undefined) return [];
      const { lower, upper, tooSmall, outside, run } = charted;
      const rate = proportionOf(counts[count], counts[of], counts.observed + missingOf(counts));
      return [{ month: period, rate, limits: { lower, upper }, tooSmall, outside, run }];
    }),
  };
}
