/**
 * What outcomes are told apart by in statistics: columns of the rollups, and each as SQL over a row `fact` of
 * `outcome_facts`. What is not known, and what a retraction no longer says, is an empty text.
 */

const scaleAndWindow = {
  procedure_type: 'fact.procedure_type',
  measure: 'fact.measure',
  family: 'fact.family',
  pain_location: `coalesce(fact.pain_location, '')`,
  recall: `coalesce(fact.recall, '')`,
  window: 'fact."window"',
} as const;

const always = {
  /** The patient's first of its type in the year: sentences about patients count these (clinical rule 22). */
  is_index: `coalesce(fact.strata->>'isIndex' = 'true', false)`,
  /** The partition's share: partitions that move the same group seldom wait for each other. */
  shard: 'fact.shard % 4',
} as const;

const year = { period: 'left(fact.period, 4)' } as const;
const given = { agents: stratum('agents'), intent: stratum('intent') } as const;

/**
 * From coarse to fine: an answer is summed from the coarsest that knows what was asked by. All of it together, by month,
 * would be as many rows as there are facts.
 */
export const grains = {
  /** By year. */
  totals: { ...scaleAndWindow, ...year, ...always },
  /** By month, and by what was given and why. */
  rollups: { ...scaleAndWindow, period: 'fact.period', ...given, ...always },
  /** By year, and by what patients and sessions are told apart by besides. */
  strata: {
    ...scaleAndWindow,
    ...year,
    ...given,
    ...always,
    sides: stratum('sides'),
    region: stratum('region'),
    approach: stratum('approach'),
    age_band: stratum('ageBand'),
    sex: stratum('sex'),
    guidance: stratum('guidance'),
    steroid: stratum('steroid'),
    prior_treatments: `coalesce((SELECT string_agg(one, ' ' ORDER BY one) FROM jsonb_array_elements_text(fact.strata->'priorTreatments') AS one), '')`,
  },
} as const satisfies Record<string, Record<string, string>>;

export type Grain = keyof typeof grains;

function stratum(name: string): string {
  return `coalesce(fact.strata->>'${name}', '')`;
}
