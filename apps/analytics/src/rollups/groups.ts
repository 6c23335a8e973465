/**
 * What outcomes are told apart by in statistics, each as SQL over a row `fact` of `outcome_facts`. What is not known, and what
 * a retraction no longer says, is an empty text.
 */

/** A scale and a window of a type of procedure at a site: a row of `outcome_series`, named by its number in all rollups. */
export const series = {
  site: stratum('site'),
  procedure_type: 'fact.procedure_type',
  measure: 'fact.measure',
  family: 'fact.family',
  pain_location: `coalesce(fact.pain_location, '')`,
  recall: `coalesce(fact.recall, '')`,
  window: 'fact."window"',
} as const;

/** Month of the session, or its year where the source says no more. */
export const period = 'fact.period';
export const year = 'left(fact.period, 4)';

/** The patient's first of its type in the year: sentences about patients count these (clinical rule 22). */
const isIndex = `coalesce(fact.strata->>'isIndex' = 'true', false)`;

const given = { agents: stratum('agents'), intent: stratum('intent') } as const;

/** What patients and sessions are told apart by besides; of each a session has one, or none is known. */
export const strata = {
  sides: stratum('sides'),
  region: stratum('region'),
  approach: stratum('approach'),
  age_band: stratum('ageBand'),
  sex: stratum('sex'),
  guidance: stratum('guidance'),
  steroid: stratum('steroid'),
} as const;

export const strataColumns = Object.keys(strata) as readonly (keyof typeof strata)[];

/** Of these a session may have several: a list in JSON. */
const priorTreatments = `fact.strata->'priorTreatments'`;

/** All of these, as columns of one row. */
export const groupsOfFact = {
  ...series,
  period,
  is_index: isIndex,
  ...given,
  ...strata,
  prior_treatments: priorTreatments,
} as const;
export type GroupName = keyof typeof groupsOfFact;

export type SeriesColumn = keyof typeof series;
export const seriesColumns = Object.keys(series) as readonly SeriesColumn[];

function stratum(name: string): string {
  return `coalesce(fact.strata->>'${name}', '')`;
}
