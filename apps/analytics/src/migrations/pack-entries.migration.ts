import type { MigrationInterface, QueryRunner } from 'typeorm';

const texts = (...names: readonly string[]): string =>
  names.map((name) => `${name} text COLLATE "C" NOT NULL`).join(', ');

const series = (...more: readonly string[]): string => {
  const names = ['procedure_type', 'measure', 'family', 'pain_location', 'recall', '"window"', ...more];
  return `CREATE TABLE outcome_series (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, ${texts(...names)}, UNIQUE (${names.join(', ')}))`;
};

/**
 * Outcomes one by one, packed by month, in place of counts per value by what was given; and sites. They start empty: the release that
 * needs them counts all facts beside its work.
 */
export class PackEntries1766860000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outcome_cells, outcome_series');
    await runner.query(series('site'));
    await runner.query(`
      CREATE TABLE outcome_entries (
        series integer NOT NULL, ${texts('figure', 'what', 'period')}, generation integer NOT NULL, entries bytea NOT NULL,
        PRIMARY KEY (figure, series, period, what, generation))`);
    // Numbers that hardly get smaller by packing, and would be unpacked for every question.
    await runner.query('ALTER TABLE outcome_entries ALTER entries SET STORAGE EXTERNAL');
    await runner.query('CREATE TABLE outcome_generation (generation integer NOT NULL, counted integer NOT NULL)');
    await runner.query('INSERT INTO outcome_generation VALUES (0, 0)');
    await runner.query(`UPDATE outcome_rollup_version SET version = ''`);
  }

  /** As before, and empty: the release before counts all facts at its start. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outcome_entries, outcome_generation, outcome_series');
    await runner.query(series());
    await runner.query(`
      CREATE TABLE outcome_cells (
        series integer NOT NULL, ${texts('period')}, is_index boolean NOT NULL, ${texts('agents', 'intent', 'figure', 'what')},
        at bigint NOT NULL, until bigint NOT NULL, count bigint NOT NULL,
        PRIMARY KEY (figure, series, period, agents, intent, is_index, what, at, until)) WITH (fillfactor = 50)`);
    await runner.query(
      'CREATE STATISTICS outcome_cells_groups (ndistinct) ON series, figure, what, at, until FROM outcome_cells',
    );
    await runner.query(`UPDATE outcome_rollup_version SET version = ''`);
  }
}
