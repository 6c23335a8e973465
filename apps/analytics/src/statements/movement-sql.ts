import { inPeriodSql } from '../questions/in-period-sql.js';
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

/** Names each published statement's question once, window by window: a fact is of one type of procedure. */
const askedSql = `
    SELECT published.id, told.measure, told."from", told."to", told."of", told."painLocation" AS pain_location, told.recall,
           about."procedureType" AS procedure_type, about."window"
      FROM published_statements AS published
     CROSS JOIN LATERAL jsonb_to_record(published.statement)
        AS told (measure text, "from" text, "to" text, "of" text, "painLocation" text, recall text, windows jsonb)
     CROSS JOIN LATERAL jsonb_to_recordset(told.windows) AS about ("procedureType" text, "window" text)`;

const isInPeriod = inPeriodSql('fact.period', { from: 'asked."from"', to: 'asked."to"' });

/** Answers on the statement's own scale, and who gave none and named no other: as `onScale` of statement-of.ts. */
const isNoOther = (column: string) =>
  `(fact.${column} IS NULL OR asked.${column} IS NULL OR fact.${column} = asked.${column})`;
const isOnScale = `((fact.pain_location IS NOT DISTINCT FROM asked.pain_location AND fact.recall IS NOT DISTINCT FROM asked.recall)
           OR (fact.status <> 'observed' AND ${isNoOther('pain_location')} AND ${isNoOther('recall')}))`;

const isScoreOf = `(fact.measure = asked.measure AND fact."window" = asked."window" AND ${isOnScale}
      AND (asked."of" <> 'patients' OR fact.strata->>'isIndex' = 'true'))`;

/** Complications are of all sessions that were begun. */
const isSession = `fact.kind IN ('session', 'complication')`;

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
 * The parts of a batch's statement that write down which corrections move what was published, and by how much. What is
 * published while a batch runs waits for it, so that a correction is either in a statement or behind it.
 * @param written rows with the fact `before` and `after`
 */
export function statementMovements(written: string): string {
  const names = Object.keys(moving);
  const sums = Object.entries(moving).map(([name, sql]) => `sum(fact.sign * ${sql}) AS "${name}"`);
  return `corrections AS MATERIALIZED (
    SELECT before, after FROM ${written} WHERE (before).key IS NOT NULL AND NOT (${isProgress})
  ), asked AS MATERIALIZED (${askedSql}
  ), moved_statements AS (
    INSERT INTO statement_movements (statement, fact, from_revision, revision, moved)
    SELECT counted.id, counted.key, counted.corrected_from, counted.corrected_to, by_name.moved
      FROM (
        SELECT asked.id, fact.key, fact.corrected_from, fact.corrected_to, ${sums.join(', ')}
          FROM (
            SELECT -1 AS sign, (before).revision AS corrected_from, (after).revision AS corrected_to, (before).* FROM corrections
             UNION ALL
            SELECT 1, (before).revision, (after).revision, (after).* FROM corrections
          ) AS fact
          JOIN asked ON asked.procedure_type = fact.procedure_type AND (${isScoreOf} OR ${isSession}) AND ${isInPeriod}
         GROUP BY asked.id, fact.key, fact.corrected_from, fact.corrected_to
      ) AS counted
     CROSS JOIN LATERAL (
       SELECT jsonb_object_agg(counter.name, counter.by) AS moved
         FROM (VALUES ${names.map((name) => `('${name}', counted."${name}")`).join(', ')}) AS counter (name, by)
        WHERE counter.by <> 0
     ) AS by_name
     WHERE by_name.moved IS NOT NULL
     ORDER BY counted.id, counted.key
  )`;
}
