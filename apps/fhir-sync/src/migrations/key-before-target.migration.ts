import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * By key first: a condition on the target alone must not make the primary key look like a way in. All records of a target are
 * what the planner would read then, for each settlement, as long as its statistics are those of a table that was empty.
 */
export class KeyBeforeTarget1766600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE desired_records DROP CONSTRAINT desired_records_pkey,
        ADD CONSTRAINT desired_records_pkey PRIMARY KEY (key, target)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE desired_records DROP CONSTRAINT desired_records_pkey,
        ADD CONSTRAINT desired_records_pkey PRIMARY KEY (target, key)`);
  }
}
