import { procedureTypes, type ProcedureType } from '@ilium/contracts';
import type { Queries } from '../questions/queries.js';
import { selectedFacts, unsaidAsEmpty } from '../questions/selected-sql.js';
import type { Selection } from '../questions/selection.js';
import { countedBy, parts } from './counted.js';
import type { Place } from './cursor.js';
import type { EpisodeOutcome, EpisodesAsked } from './episodes.schema.js';

/** An outcome that is counted in a number, with the episode that it is of. */
export interface CountedOutcome {
  readonly outcome: EpisodeOutcome;
  readonly episode: string;
  readonly procedureType: ProcedureType;
  readonly period: string;
}

const columns = `fact.session AS episode, fact.key, fact.revision::float8 AS revision, fact.kind, fact.status,
  fact.procedure_type AS "procedureType", fact.period, nullif(fact.measure, '') AS measure,
  fact.pain_location AS "painLocation", fact.recall, nullif(fact."window", '') AS "window",
  fact.missing_reason AS "missingReason", fact.baseline, fact.value,
  fact.better_by_thousandths / 1000::float8 AS "betterBy",
  fact.percent_better_thousandths / 1000::float8 AS "percentBetter",
  fact.kind_result AS result, fact.rules_version AS "rulesVersion"`;

/** Whatever is no score is of no window: a small part of the facts, with an index of its own. */
const isNoScore = `fact."window" = ''`;

/** The outcomes behind a number: the facts themselves, by the definitions that the number is counted by. */
export async function countedOutcomes(
  queries: Queries,
  asked: EpisodesAsked,
  { after, limit }: { readonly after: Place | undefined; readonly limit: number },
): Promise<readonly CountedOutcome[]> {
  const { ofFacts, parameters } = selectedFacts(selectionOf(asked));
  const given = [...parameters];
  const place = (value: unknown) => `$${given.push(value)}`;
  const { of, when, ...narrowings } = countedBy(asked.counted);
  const conditions = [
    ofFacts,
    ...(of === 'scores' ? [] : [isNoScore]),
    `(${when})`,
    ...parts.flatMap((part) => {
      const narrow = narrowings[part];
      return narrow === undefined || asked[part] === undefined ? [] : [`(${narrow(place(asked[part]))})`];
    }),
    ...exactScale(asked, place),
    ...(after === undefined
      ? []
      : [
          `(fact.period, fact.session, fact.key) > (${place(after.period)}, ${place(after.episode)}::uuid, ${place(after.key)}::uuid)`,
        ]),
  ];
  const inOrder = `ORDER BY fact.period, fact.session, fact.key LIMIT ${place(limit)}`;
  const facts = `outcome_facts AS fact WHERE ${conditions.join(' AND ')}`;
  const types = asked.procedureType === undefined ? procedureTypes : [asked.procedureType];
  const source = isOfFewRanges(asked)
    ? `unnest(${place(types)}::text[]) AS type
       CROSS JOIN LATERAL (SELECT * FROM ${facts} AND fact.procedure_type = type ${inOrder}) AS fact`
    : facts;
  // PostgreSQL takes what a number counts for hardly any of the facts, and would sort all of them: the indexes have them in order, and
  // a page is found in a few thousand.
  if (isOfFewRanges(asked) || isFrequent(asked))
    await queries.query('SET LOCAL enable_sort = off; SET LOCAL max_parallel_workers_per_gather = 0');
  const rows: (Omit<CountedOutcome, 'outcome'> & EpisodeOutcome)[] = await queries.query(
    `SELECT ${columns} FROM ${source} ${inOrder}`,
    given,
  );
  return rows.map(({ episode, procedureType, period, ...outcome }) => ({ episode, procedureType, period, outcome }));
}

/** Of each type of procedure one range of an index. What is wider is looked through session by session. */
function isOfFewRanges({ counted, measure, window }: EpisodesAsked): boolean {
  return countedBy(counted).of !== 'scores' || (measure !== undefined && window !== undefined);
}

/** Of what is rare, all facts would be looked through for a page. */
function isFrequent({ counted, site, value, what }: EpisodesAsked): boolean {
  return countedBy(counted).of === 'scores' && [site, value, what].every((narrowing) => narrowing === undefined);
}

/** Sessions have all their scores, and durations are of no window: what is asked of those does not narrow them. */
function selectionOf(asked: EpisodesAsked): Selection {
  const anyWindow = { ...asked, window: undefined };
  switch (countedBy(asked.counted).of) {
    case 'scores':
      return asked;
    case 'durations':
      return anyWindow;
    case 'sessions':
      return { ...anyWindow, measure: undefined, family: undefined, painLocation: undefined, recall: undefined };
  }
}

/** Without those who said no location or recall period. Sessions have neither. */
function exactScale(
  { painLocation, recall, scale, counted }: EpisodesAsked,
  place: (value: unknown) => string,
): readonly string[] {
  if (scale !== 'exact' || countedBy(counted).of === 'sessions') return [];
  const exact = (column: string, asked: string | undefined) =>
    asked === undefined ? [] : [`coalesce(${column}, '') = ${place(unsaidAsEmpty(asked))}`];
  return [...exact('fact.pain_location', painLocation), ...exact('fact.recall', recall)];
}
