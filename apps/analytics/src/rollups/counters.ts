import type { OutcomeStatus } from '@ilium/contracts';
import type { OutcomeFact } from '../facts/outcome-fact.entity.js';

/** What a rollup counts of one fact, said twice: for a fact in hand, and for a rebuild inside PostgreSQL. A test holds them equal. */
interface Counter {
  of(fact: OutcomeFact): number;
  readonly sql: string;
}

/** Rollups are of sessions and scores: a joint's outcome would count its session twice, and other kinds are no scores. */
function isOfSession(fact: OutcomeFact): boolean {
  return fact.kind === 'score' && fact.side === null;
}

const ofSessionSql = `(kind = 'score' AND side IS NULL)`;

/** An observed outcome is rated, or has a low baseline, or has no percentage. Rates are over the rated ones. */
type Rating = 'rated' | 'low-baseline' | 'no-percentage';

function ratingOf(fact: OutcomeFact): Rating | null {
  if (fact.status !== 'observed' || !isOfSession(fact)) return null;
  if (fact.percentBetterThousandths === null || fact.baselineBand === 'zero') return 'no-percentage';
  return fact.baselineBand === 'low' ? 'low-baseline' : 'rated';
}

const ratingSql = `CASE
  WHEN status <> 'observed' OR NOT ${ofSessionSql} THEN NULL
  WHEN percent_better_thousandths IS NULL OR baseline_band = 'zero' THEN 'no-percentage'
  WHEN baseline_band = 'low' THEN 'low-baseline'
  ELSE 'rated'
END`;

function ofStatus(status: OutcomeStatus): Counter {
  return {
    of: (fact) => Number(fact.status === status && isOfSession(fact)),
    sql: `(status = '${status}' AND ${ofSessionSql})::int`,
  };
}

/** A retracted fact no longer says what it was of. */
const ofRetracted: Counter = {
  of: (fact) => Number(fact.status === 'entered-in-error'),
  sql: `(status = 'entered-in-error')::int`,
};

function ofRating(rating: Rating): Counter {
  return { of: (fact) => Number(ratingOf(fact) === rating), sql: `(rating IS NOT DISTINCT FROM '${rating}')::int` };
}

/** Of the rated facts: how many answer yes, or the sum of a figure. */
function ofRated(column: string, figure: (fact: OutcomeFact) => boolean | number | null): Counter {
  return {
    of: (fact) => (ratingOf(fact) === 'rated' ? Number(figure(fact) ?? 0) : 0),
    sql: `CASE WHEN rating = 'rated' THEN coalesce(${column}::int, 0) ELSE 0 END`,
  };
}

/** Every counter is a whole number and additive: rollups move by differences, and their rows may be summed in any order. */
export const counters = {
  open: ofStatus('open'),
  observed: ofStatus('observed'),
  missing: ofStatus('missing'),
  superseded: ofStatus('superseded'),
  retracted: ofRetracted,
  rated: ofRating('rated'),
  lowBaseline: ofRating('low-baseline'),
  noPercentage: ofRating('no-percentage'),
  improved: ofRated('improved', (fact) => fact.improved),
  over50: ofRated('over50', (fact) => fact.over50),
  atLeast50: ofRated('at_least50', (fact) => fact.atLeast50),
  atLeast75: ofRated('at_least75', (fact) => fact.atLeast75),
  betterByThousandths: ofRated('better_by_thousandths', (fact) => fact.betterByThousandths),
  percentBetterThousandths: ofRated('percent_better_thousandths', (fact) => fact.percentBetterThousandths),
} satisfies Record<string, Counter>;

export type CounterName = keyof typeof counters;
export type Counts = Record<CounterName, number>;

export const counterNames = Object.keys(counters) as readonly CounterName[];

/** A subquery that a rebuild counts: the facts with their rating. */
export const ratedFactsSql = `(SELECT *, ${ratingSql} AS rating FROM outcome_facts)`;
