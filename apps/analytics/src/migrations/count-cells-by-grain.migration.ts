import type { MigrationInterface, QueryRunner } from 'typeorm';

const texts = (...names: readonly string[]): string =>
  names.map((name) => `${name} text COLLATE "C" NOT NULL`).join(', ');

const cell = `series integer NOT NULL, is_index boolean NOT NULL, ${texts('figure', 'what')},
  at bigint NOT NULL, until bigint NOT NULL, count integer NOT NULL`;

/**
 * Counts per value of all years together, and by month apart from those by year. They start empty: the release that needs them
 * counts all facts beside its work.
 */
export class CountCellsByGrain1766880000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const half = 'WITH (fillfactor = 50)';
    await runner.query(`
      CREATE TABLE outcome_cell_sums (${cell},
        PRIMARY KEY (figure, series, is_index, what, at, until)) ${half}`);
    await runner.query(`
      CREATE TABLE outcome_cell_months (${cell}, ${texts('period')},
        PRIMARY KEY (figure, series, period, is_index, what, at, until)) ${half}`);
    for (const table of ['outcome_cell_sums', 'outcome_cell_months'])
      await runner.query(
        `CREATE STATISTICS ${table}_groups (ndistinct) ON series, figure, what, at, until FROM ${table}`,
      );
    // Sums of integers take a fraction of the time that sums of larger numbers do.
    await runner.query('ALTER TABLE outcome_cell_totals ALTER count TYPE integer');
    // By another name: an instance of the release before finds no table to count into, and pauses, in place of counting all anew in turn.
    await runner.query('ALTER TABLE outcome_cell_totals RENAME TO outcome_cell_years');
    await runner.query(`UPDATE outcome_rollup_version SET version = ''`);
  }

  /** The release before counts all facts at its start. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outcome_cell_sums, outcome_cell_months');
    await runner.query('ALTER TABLE outcome_cell_years RENAME TO outcome_cell_totals');
    await runner.query('ALTER TABLE outcome_cell_totals ALTER count TYPE bigint');
    await runner.query(`UPDATE outcome_rollup_version SET version = ''`);
  }
}
