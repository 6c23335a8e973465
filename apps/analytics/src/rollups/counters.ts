/**
 * What rollups count, as SQL over a row `fact` of `outcome_facts`. Every counter is a whole number and additive: rollups
 * move by differences, and their rows may be summed in any order (convergence rule 20). Nothing here is ever null.
 */

/** Rollups are of sessions and scores: a joint's outcome would count its session twice, and other kinds are no scores. */
export const isSessionScore = `fact.kind = 'score' AND fact.side IS NULL`;
export const isObserved = `${isSessionScore} AND fact.status = 'observed'`;

/** Clinical rule 16: of a low baseline a small change is much of it, so it is counted apart and enters no rate. */
const isRateable = `${isObserved} AND fact.baseline_band IS DISTINCT FROM 'low' AND fact.baseline_band IS DISTINCT FROM 'zero'`;
const hasPercentage = `fact.percent_better_thousandths IS NOT NULL AND fact.baseline_band IS DISTINCT FROM 'zero'`;
export const isRated = `${isObserved} AND ${hasPercentage} AND fact.baseline_band IS DISTINCT FROM 'low'`;
const changed = 'fact.better_by_thousandths IS NOT NULL';
export const hasChange = `${isObserved} AND ${changed}`;

const one = (condition: string): string => `coalesce((${condition})::int, 0)`;
const sum = (figure: string, condition: string): string =>
  `CASE WHEN ${condition} THEN coalesce(${figure}, 0) ELSE 0 END`;
const ofStatus = (status: string): string => one(`${isSessionScore} AND fact.status = '${status}'`);
const square = (figure: string): string => `${figure}::numeric * ${figure}`;

export const counters = {
  open: ofStatus('open'),
  observed: ofStatus('observed'),
  missing: ofStatus('missing'),
  /** Of the missing, those that the site does not ask after each session: they are not expected. */
  missingUnasked: one(`${isSessionScore} AND fact.status = 'missing' AND fact.is_expected IS FALSE`),
  observedUnasked: one(`${isObserved} AND fact.is_expected IS FALSE`),
  superseded: ofStatus('superseded'),
  /** A retracted fact no longer says what it was of. */
  retracted: one(`fact.status = 'entered-in-error'`),
  rated: one(isRated),
  lowBaseline: one(`${isObserved} AND ${hasPercentage} AND fact.baseline_band = 'low'`),
  noPercentage: one(`${isObserved} AND NOT (${hasPercentage})`),
  /** Each question has a denominator of its own: of some measures there is no percentage, but a change that matters. */
  improvedAnswered: one(`${isRateable} AND fact.improved IS NOT NULL`),
  improved: one(`${isRateable} AND fact.improved`),
  pointsAnswered: one(`${isRateable} AND fact.improved_by_points IS NOT NULL`),
  improvedByPoints: one(`${isRateable} AND fact.improved_by_points`),
  percentAnswered: one(`${isRateable} AND fact.over50 IS NOT NULL`),
  over50: one(`${isRateable} AND fact.over50`),
  atLeast50: one(`${isRateable} AND fact.at_least50`),
  atLeast75: one(`${isRateable} AND fact.at_least75`),
  anyBetterAnswered: one(`${isRateable} AND ${changed}`),
  anyBetter: one(`${isRateable} AND fact.better_by_thousandths > 0`),
  changed: one(hasChange),
  betterBy: sum('fact.better_by_thousandths', hasChange),
  betterBySquared: sum(square('fact.better_by_thousandths'), hasChange),
  percentBetter: sum('fact.percent_better_thousandths', isRated),
  percentBetterSquared: sum(square('fact.percent_better_thousandths'), isRated),
} as const satisfies Record<string, string>;

export type CounterName = keyof typeof counters;
export const counterNames = Object.keys(counters) as readonly CounterName[];

/** The others count facts one by one: of those, sums of sums fit an integer as well. */
const largeCounters: ReadonlySet<CounterName> = new Set<CounterName>([
  'betterBy',
  'betterBySquared',
  'percentBetter',
  'percentBetterSquared',
]);

export function isOfFacts(name: CounterName): boolean {
  return !largeCounters.has(name);
}
