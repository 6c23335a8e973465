import type { MigrationInterface, QueryRunner } from 'typeorm';

const texts = (...names: readonly string[]): string =>
  names.map((name) => `${name} text COLLATE "C" NOT NULL`).join(', ');

const bits = Array.from({ length: 63 }, (_, bit) => `bit_${bit}`);

/**
 * Outcomes one by one, packed bit by bit in place of entry by entry, by year in place of month. They start empty: the release that
 * needs them counts all facts beside its work.
 */
export class PackByBits1766870000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outcome_entries');
    // A row that fits a page is kept in it: what is stored elsewhere is looked up column by column.
    await runner.query(`
      CREATE TABLE outcome_entries (
        series integer NOT NULL, ${texts('figure', 'what', 'period')}, generation integer NOT NULL, runs bytea NOT NULL,
        ${bits.map((name) => `${name} bit varying NOT NULL DEFAULT B''`).join(', ')},
        PRIMARY KEY (figure, series, period, what, generation)) WITH (toast_tuple_target = 8160)`);
    // Which hardly get smaller by packing, and would be unpacked for every question.
    for (const column of ['runs', ...bits])
      await runner.query(`ALTER TABLE outcome_entries ALTER ${column} SET STORAGE EXTERNAL`);
    // Up to which one rows are sorted.
    await runner.query('ALTER TABLE outcome_generation ADD packed integer NOT NULL DEFAULT 0');
    await runner.query(`UPDATE outcome_rollup_version SET version = ''`);
  }

  /** As before, and empty: the release before counts all facts at its start. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outcome_entries');
    await runner.query(`
      CREATE TABLE outcome_entries (
        series integer NOT NULL, ${texts('figure', 'what', 'period')}, generation integer NOT NULL, entries bytea NOT NULL,
        PRIMARY KEY (figure, series, period, what, generation))`);
    await runner.query('ALTER TABLE outcome_entries ALTER entries SET STORAGE EXTERNAL');
    await runner.query('ALTER TABLE outcome_generation DROP packed');
    await runner.query(`UPDATE outcome_rollup_version SET version = ''`);
  }
}
