/**
 * What a fact says in an export: the columns of CSV and Parquet, and the members of an NDJSON line. Each with its SQL over a
 * row `fact` of `outcome_facts`. Not in it: the shard, which says nothing of the fact, and since when its status holds,
 * which beside the month would tell the day.
 */
export interface FactColumn {
  readonly name: string;
  readonly type: keyof typeof columnTypes;
  readonly sql: string;
  readonly description: string;
  /** Whether each fact says it. */
  readonly isAlways?: true;
}

/** The types that columns have, and how they are written as JSON and in Parquet. */
export const columnTypes = {
  text: { json: 'string', parquet: 'STRING' },
  flag: { json: 'boolean', parquet: 'BOOLEAN' },
  whole: { json: 'integer', parquet: 'INT32' },
  long: { json: 'integer', parquet: 'INT64' },
  number: { json: 'number', parquet: 'DOUBLE' },
} as const;

/** What PostgreSQL hands over of a column: whole numbers of a revision fit a double. */
export type FactValue = string | number | boolean | null;
export type FactRow = Readonly<Record<string, FactValue>>;

export const factColumns: readonly FactColumn[] = [
  always('key', 'text', 'fact.key::text', 'Pseudonym of the fact; the same through all corrections.'),
  always('revision', 'long', 'fact.revision::float8', 'The highest is the newest. It tells no time of a patient.'),
  column('session', 'text', 'fact.session::text', 'Pseudonym of the session: the unit of outcome.'),
  always('status', 'text', 'fact.status', 'open, observed, missing or superseded. Retracted facts are left out.'),
  always('kind', 'text', 'fact.kind', 'score, block, return-of-pain, relief-duration, complication, session …'),
  always('procedure_type', 'text', 'fact.procedure_type', 'What was done.'),
  always('period', 'text', 'fact.period', 'When the session was: its month (`2026-03`), or its year.'),
  text('window', `nullif(fact."window", '')`, 'Follow-up window of a score: W2, M3, Y1 …'),
  text('measure', `nullif(fact.measure, '')`, 'The measure of a score.'),
  text('family', `nullif(fact.family, '')`, 'Of the measure: condition, pain, function, quality-of-life.'),
  text('pain_location', 'fact.pain_location', 'Where the pain is that was scored.'),
  text('recall', 'fact.recall', 'The time that the score is about: now, 24h, 7d.'),
  text('side', 'fact.side', 'Where the outcome is of one joint of the session: left or right.'),
  column('is_expected', 'flag', 'fact.is_expected', 'Whether the site asks for this score after each such session.'),
  text('missing_reason', 'fact.missing_reason', 'Why there is no answer, where a source said it.'),
  column('baseline', 'number', 'fact.baseline', 'The score before the needle.'),
  column('value', 'number', 'fact.value', 'The score in the window.'),
  column('better_by', 'number', thousandths('better_by'), "In the measure's unit, positive where better."),
  column('percent_better', 'number', thousandths('percent_better'), 'Percent of the baseline, positive where better.'),
  text(
    'baseline_band',
    `coalesce(fact.baseline_band, ${said('baselineBand')})`,
    'zero, low, usual or none: zero and low are in no rate.',
  ),
  column('improved', 'flag', 'fact.improved', 'By the change that matters of the measure.'),
  column('improved_by_points', 'flag', 'fact.improved_by_points', 'By the points that matter, where there are some.'),
  column('over_50', 'flag', 'fact.over50', 'By more than 50 %.'),
  column('at_least_50', 'flag', 'fact.at_least50', 'By at least 50 %.'),
  column('at_least_75', 'flag', 'fact.at_least75', 'By at least 75 %.'),
  text('origin', 'fact.origin', "computed from two scores, or stated: the patient's own words. Never mixed."),
  text('doubt', `coalesce(fact.doubt, ${said('doubt')})`, 'Why figures are left out, or an answer is indeterminate.'),
  text('intent', stratum('intent'), 'What the session was meant for.'),
  text('agents', stratum('agents'), 'What was given into the target: anaesthetic, steroid, both, none, unknown.'),
  text('sides', stratum('sides'), 'The sides of the session.'),
  text('contrast', stratum('contrast'), 'Where the contrast went.'),
  text('region', stratum('region'), 'Region of the spine.'),
  text('approach', stratum('approach'), 'Of an epidural.'),
  column('levels', 'whole', `(${stratum('levels')})::int`, 'Spinal levels treated.'),
  column('is_index', 'flag', `(${stratum('isIndex')})::boolean`, "The patient's first of its type in the year."),
  text('reasons', words('reasons'), 'Why it was done; several by spaces, empty where none is known.'),
  text('prior_treatments', words('priorTreatments'), 'What was tried before; several by spaces, empty for none.'),
  text('age_band', stratum('ageBand'), 'At the session.'),
  text('sex', stratum('sex'), 'Of the patient.'),
  text('guidance', stratum('guidance'), 'The imaging that guided the needle.'),
  text('steroid', stratum('steroid'), 'The steroid that was given into the target.'),
  text('site', stratum('site'), 'Of the hospital, by a name that its site file has.'),
  text('block_answer', of('block', said('answer')), 'Of a diagnostic block: positive, negative, indeterminate.'),
  column('block_percent_relief', 'number', of('block', `(${said('percentRelief')})::float8`), 'Its relief.'),
  column('block_threshold_percent', 'number', of('block', `(${said('thresholdPercent')})::float8`), 'From where on.'),
  text('block_repetition', of('block', said('repetition')), 'single, or confirmed by a second one.'),
  column('days_to_event', 'number', `(${said('days')})::float8`, 'Of return-of-pain and steroid-onset.'),
  text('relief_end', of('relief-duration', said('end')), 'How relief ended, or that it had not ended.'),
  column('relief_last_day_with', 'whole', `(${said('lastDayWith')})::int`, 'The last day on which it was seen.'),
  column('relief_first_day_without', 'whole', `(${said('firstDayWithout')})::int`, 'The first on which it was gone.'),
  text('complication', said('category'), 'Of a complication within 30 days: its category.'),
  column('complication_days_after', 'whole', `(${said('daysAfter')})::int`, 'Days from the session.'),
  column('is_completed', 'flag', `(${said('isCompleted')})::boolean`, 'Of a session: not stopped.'),
  column('is_therapeutic', 'flag', `(${said('isTherapeutic')})::boolean`, 'Of a session: steroid in the target.'),
  column('is_diagnostic', 'flag', `(${said('isDiagnostic')})::boolean`, 'Of a session: anaesthetic in the target.'),
  text('rules_version', 'fact.rules_version', 'The rules by which the outcome was derived.'),
];

function column(name: string, type: FactColumn['type'], sql: string, description: string): FactColumn {
  return { name, type, sql, description };
}

function text(name: string, sql: string, description: string): FactColumn {
  return column(name, 'text', sql, description);
}

function always(name: string, type: FactColumn['type'], sql: string, description: string): FactColumn {
  return { name, type, sql, description, isAlways: true };
}

/** As the measure says it: whole thousandths are how it is kept. */
function thousandths(name: string): string {
  return `fact.${name}_thousandths / 1000::float8`;
}

function stratum(name: string): string {
  return `fact.strata->>'${name}'`;
}

function words(name: string): string {
  return `CASE WHEN fact.strata ? '${name}' THEN
    (SELECT coalesce(string_agg(one, ' ' ORDER BY one), '') FROM jsonb_array_elements_text(fact.strata->'${name}') AS one) END`;
}

/** Of what was found, of kinds other than scores. */
function said(name: string): string {
  return `fact.kind_result->>'${name}'`;
}

function of(kind: string, sql: string): string {
  return `CASE WHEN fact.kind = '${kind}' THEN ${sql} END`;
}
