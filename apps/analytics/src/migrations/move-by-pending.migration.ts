import type { MigrationInterface, QueryRunner } from 'typeorm';

const counters = [
  'open observed missing missing_unasked observed_unasked superseded retracted rated low_baseline no_percentage improved_answered improved',
  'points_answered improved_by_points percent_answered over50 at_least50 at_least75 any_better_answered any_better changed',
  'better_by percent_better',
]
  .flatMap((names) => names.split(' '))
  .map((name) => `${name} bigint NOT NULL`)
  // Of large figures a few squares don't fit a bigint.
  .concat('better_by_squared numeric NOT NULL', 'percent_better_squared numeric NOT NULL')
  .join(', ');

const texts = (...names: readonly string[]): string =>
  names.map((name) => `${name} text COLLATE "C" NOT NULL`).join(', ');
const group = `series integer NOT NULL, ${texts('period')}, is_index boolean NOT NULL`;
const cell = `${texts('figure', 'what')}, at bigint NOT NULL, until bigint NOT NULL, count bigint NOT NULL`;

/** Of the release before. */
const countedTables = 'outcome_totals, outcome_rollups, outcome_strata, outcome_cell_totals, outcome_cells';

/**
 * Rollups by a number for each scale and window, of one stratum at a time, and what has been written since they were counted.
 * They start empty: the release that needs them counts all facts beside its work. An instance of the release before finds no
 * column of its own any more: it pauses, and takes in nothing that would not be counted.
 */
export class MoveByPending1766770000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${countedTables}`);
    await runner.query(`
      CREATE TABLE outcome_series (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        ${texts('procedure_type', 'measure', 'family', 'pain_location', 'recall', '"window"')},
        UNIQUE (procedure_type, measure, family, pain_location, recall, "window"))`);
    const half = 'WITH (fillfactor = 50)';
    for (const table of ['outcome_totals', 'outcome_months'])
      await runner.query(
        `CREATE TABLE ${table} (${group}, ${counters}, PRIMARY KEY (series, period, is_index)) ${half}`,
      );
    await runner.query(`
      CREATE TABLE outcome_rollups (${group}, ${texts('agents', 'intent')}, ${counters},
        PRIMARY KEY (series, period, agents, intent, is_index)) ${half}`);
    await runner.query(`
      CREATE TABLE outcome_strata (${group}, ${texts('agents', 'stratum', 'value')}, ${counters},
        PRIMARY KEY (stratum, value, series, period, agents, is_index)) ${half}`);
    await runner.query(`
      CREATE TABLE outcome_cell_totals (${group}, ${cell},
        PRIMARY KEY (figure, series, period, is_index, what, at, until)) ${half}`);
    await runner.query(`
      CREATE TABLE outcome_cells (${group}, ${texts('agents', 'intent')}, ${cell},
        PRIMARY KEY (figure, series, period, agents, intent, is_index, what, at, until)) ${half}`);
    // Else the planner takes each cell for a group of its own, and sorts on disk what it could sum in memory.
    for (const table of ['outcome_cell_totals', 'outcome_cells'])
      await runner.query(
        `CREATE STATISTICS ${table}_groups (ndistinct) ON series, figure, what, at, until FROM ${table}`,
      );
    await runner.query('CREATE TABLE outcome_moves (LIKE outcome_facts, sign smallint NOT NULL)');
    await runner.query(`UPDATE outcome_rollup_version SET version = ''`);
  }

  /** As before, and empty: the release before counts all facts at its start. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${countedTables}, outcome_months, outcome_series, outcome_moves`);
    const scale = 'procedure_type, measure, family, pain_location, recall, "window"';
    const given = 'agents, intent, is_index, shard';
    const strata = 'sides, region, approach, age_band, sex, guidance, steroid, prior_treatments';
    const value = 'what, at, until';
    for (const [table, key, counts] of [
      ['outcome_totals', `${scale}, period, is_index, shard`, counters],
      ['outcome_rollups', `${scale}, period, ${given}`, counters],
      ['outcome_strata', `${scale}, period, ${given}, ${strata}`, counters],
      ['outcome_cell_totals', `figure, ${scale}, period, is_index, shard, ${value}`, 'count bigint NOT NULL'],
      ['outcome_cells', `figure, ${scale}, period, ${given}, ${value}`, 'count bigint NOT NULL'],
    ] as const)
      await runner.query(
        `CREATE TABLE ${table} (${columnsOf(key)}, ${counts}, PRIMARY KEY (${key})) WITH (fillfactor = 50)`,
      );
    await runner.query(`UPDATE outcome_rollup_version SET version = ''`);
  }
}

const otherTypes: Readonly<Record<string, string>> = {
  is_index: 'boolean',
  shard: 'integer',
  at: 'bigint',
  until: 'bigint',
};

function columnsOf(key: string): string {
  return key
    .split(', ')
    .map((name) => `${name} ${otherTypes[name] ?? 'text'} NOT NULL`)
    .join(', ');
}
