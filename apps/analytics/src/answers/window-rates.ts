import { measureCodes, measureFamilies, painLocations, procedureTypes, recalls } from '@ilium/contracts';
import { z } from 'zod';
import { hasAny, type Counts } from '../questions/counts.js';
import type { WindowCounts } from '../questions/counts.repository.js';
import { meanOf } from '../statistics/mean.js';
import { inOrderOfTime } from './order-of-windows.js';
import { interval, proportion, proportionOf } from './proportion.js';

const count = z.int().min(0);

const mean = z.object({
  n: count,
  mean: z.number(),
  interval: interval.nullable().describe('95 % interval of the mean (Student). Null for a single value.'),
});

const windowRates = z.object({
  procedureType: z.enum(procedureTypes),
  measure: z.enum(measureCodes),
  family: z.enum(measureFamilies),
  painLocation: z.enum(painLocations).nullable(),
  recall: z.enum(recalls).nullable(),
  window: z.string(),
  expected: count.describe('Windows that have closed, were not cut short, and whose score the site asks for.'),
  observed: count.describe('Of the expected, those with a score.'),
  followUpRate: z.number().nullable().describe('Observed of expected.'),
  unasked: count.describe(
    'Scores that came although the site does not ask for them: in the rates, not in the follow-up.',
  ),
  open: count.describe('Windows that have not closed.'),
  superseded: count.describe('Windows that a further intervention cut short: neither missing nor expected.'),
  lowBaseline: count.describe('Scores from a low baseline: in no rate.'),
  noPercentage: count.describe('Scores that no percentage can be made of.'),
  improved: proportion.describe('By the change that matters of the measure.'),
  improvedByPoints: proportion.describe('By the points that matter, where the measure has such a number.'),
  anyBetter: proportion.describe('By anything at all.'),
  over50: proportion.describe('By more than 50 %.'),
  atLeast50: proportion.describe('By at least 50 %.'),
  atLeast75: proportion.describe('By at least 75 %.'),
  change: mean.nullable().describe("In the measure's own unit, positive where better."),
  percentChange: mean.nullable().describe('In percent of the baseline, of those that are in the rates.'),
});
export type WindowRates = z.output<typeof windowRates>;

export const ratesAnswer = z.object({ groups: z.array(windowRates) });
export type RatesAnswer = z.output<typeof ratesAnswer>;

export function ratesAnswerOf(groups: readonly WindowCounts[]): RatesAnswer {
  return { groups: inOrderOfTime(groups.filter(hasAny)).map(windowRatesOf) };
}

function windowRatesOf({ counts, ...group }: WindowCounts): WindowRates {
  const observed = counts.observed - counts.observedUnasked;
  const missing = missingOf(counts);
  const expected = Number(observed + missing);
  return {
    ...group,
    expected,
    observed: Number(observed),
    followUpRate: expected === 0 ? null : Number(observed) / expected,
    unasked: Number(counts.observedUnasked),
    open: Number(counts.open),
    superseded: Number(counts.superseded),
    lowBaseline: Number(counts.lowBaseline),
    noPercentage: Number(counts.noPercentage),
    improved: proportionOf(counts.improved, counts.improvedAnswered, counts.observed + missing),
    improvedByPoints: proportionOf(counts.improvedByPoints, counts.pointsAnswered, counts.observed + missing),
    anyBetter: proportionOf(counts.anyBetter, counts.anyBetterAnswered, counts.observed + missing),
    over50: proportionOf(counts.over50, counts.percentAnswered, counts.observed + missing),
    atLeast50: proportionOf(counts.atLeast50, counts.percentAnswered, counts.observed + missing),
    atLeast75: proportionOf(counts.atLeast75, counts.percentAnswered, counts.observed + missing),
    change: meanChange(counts.changed, counts.betterBy, counts.betterBySquared),
    percentChange: meanChange(counts.rated, counts.percentBetter, counts.percentBetterSquared),
  };
}

/** Of the expected. */
export function missingOf({ missing, missingUnasked }: Counts): bigint {
  return missing - missingUnasked;
}

function meanChange(n: bigint, sum: bigint, sumOfSquares: bigint): WindowRates['change'] {
  const answer = meanOf({ n: Number(n), sum, sumOfSquares });
  return answer === null ? null : { n: Number(n), mean: answer.mean, interval: answer.interval };
}
