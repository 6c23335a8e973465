import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A link may be of one visit or account only. Then its pair has a direction, so its columns are no longer low and high. */
export class ScopeLinks1763800200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE links RENAME COLUMN low TO one;
      ALTER TABLE links RENAME COLUMN high TO other;
      ALTER TABLE links ADD COLUMN scope text NOT NULL DEFAULT '';
      ALTER TABLE links DROP CONSTRAINT links_pkey;
      ALTER TABLE links ADD PRIMARY KEY (one, other, scope);
      ALTER INDEX links_high RENAME TO links_other;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM links WHERE scope <> '';
      ALTER INDEX links_other RENAME TO links_high;
      ALTER TABLE links DROP CONSTRAINT links_pkey;
      ALTER TABLE links DROP COLUMN scope;
      ALTER TABLE links RENAME COLUMN other TO high;
      ALTER TABLE links RENAME COLUMN one TO low;
      ALTER TABLE links ADD PRIMARY KEY (low, high);
    `);
  }
}
