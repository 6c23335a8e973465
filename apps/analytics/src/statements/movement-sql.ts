import { counters } from '../rollups/counters.js';
import { figures } from '../rollups/cells.js';

/** What published statements are made of, counted of a row `fact` with a `sign`. */
const { open, observed, missing, missingUnasked, observedUnasked } = counters;
const { improved, improvedAnswered, improvedByPoints, pointsAnswered } = counters;
const { over50, atLeast50, atLeast75, percentAnswered, anyBetter, anyBetterAnswered } = counters;
const one = (condition: string) => `coalesce((${condition})::int, 0)`;

const moving = {
  ...{ open, observed, missing, missingUnasked, observedUnasked, improved, improvedAnswered },
  ...{ improvedByPoints, pointsAnswered, over50, atLeast50, atLeast75, percentAnswered, anyBetter, anyBetterAnswered },
  session: one(figures.session.when),
  complication: one(figures.complication.when),
} as const;
export type MovingName = keyof typeof moving;

const said = (name: string) => `published.statement->>'${name}'`;
const windows = (about: string) => `published.statement->'windows' @> jsonb_build_array(jsonb_build_object(${about}))`;

const isInPeriod = `(${said('from')} IS NULL
          OR (length(fact.period) >= length(${said('from')}) AND fact.period >= ${said('from')}))
     AND (${said('to')} IS NULL
          OR (length(fact.period) >= length(${said('to')}) AND left(fact.period, length(${said('to')})) <= ${said('to')}))`;

/** Who neither answered nor had a baseline said no location and no recall period: missing to whichever was asked. */
const isOnScale = `((coalesce(${said('painLocation')}, fact.pain_location, '') = coalesce(fact.pain_location, '')
            AND coalesce(${said('recall')}, fact.recall, '') = coalesce(fact.recall, ''))
           OR (fact.pain_location IS NULL AND fact.recall IS NULL AND fact.status <> 'observed'))`;

const isScoreOf = `(fact.measure = ${said('measure')} AND ${isOnScale}
      AND ${windows(`'procedureType', fact.procedure_type, 'window', fact."window"`)}
      AND (${said('of')} <> 'patients' OR fact.strata->>'isIndex' = 'true'))`;

/** Complications are of all sessions that were begun. */
const isSessionOf = `(fact.kind IN ('session', 'complication') AND ${windows(`'procedureType', fact.procedure_type`)})`;

/**
 * What time brings, and no correction: a window closes, or is cut short; an answer comes, if late. Of the same episode, in the
 * same place.
 */
const isProgress = `(((before).status = 'open' AND (after).status IN ('observed', 'missing', 'superseded'))
       OR ((before).status = 'missing' AND (after).status = 'observed'))
      AND ((before).procedure_type, (before).measure, (before)."window", (before).period, (before).strata->>'isIndex')
          IS NOT DISTINCT FROM
          ((after).procedure_type, (after).measure, (after)."window", (after).period, (after).strata->>'isIndex')`;

/**
 * The part of a batch's statement that writes down which corrections move what was published, and by how much. What is
 * published while a batch runs waits for it, so that a correction is either in a statement or behind it.
 * @param written rows with the fact `before` and `after`
 */
export function statementMovements(written: string): string {
  const counted = Object.entries(moving).map(([name, sql]) => `('${name}', ${sql})`);
  return `moved_statements AS (
    INSERT INTO statement_movements (statement, fact, from_revision, revision, moved)
    SELECT published.id, (after).key, (before).revision, (after).revision, by_name.moved
      FROM ${written}
     CROSS JOIN published_statements AS published
     CROSS JOIN LATERAL (
       SELECT jsonb_object_agg(name, by) AS moved FROM (
         SELECT counter.name, sum(fact.sign * counter.counted) AS by
           FROM (SELECT -1 AS sign, (before).* UNION ALL SELECT 1, (after).*) AS fact
          CROSS JOIN LATERAL (VALUES ${counted.join(', ')}) AS counter (name, counted)
          WHERE ${isInPeriod} AND (${isScoreOf} OR ${isSessionOf})
          GROUP BY counter.name HAVING sum(fact.sign * counter.counted) <> 0
       ) AS moved
     ) AS by_name
     WHERE (before).key IS NOT NULL AND NOT (${isProgress}) AND by_name.moved IS NOT NULL
     ORDER BY published.id, (after).key
  )`;
}
