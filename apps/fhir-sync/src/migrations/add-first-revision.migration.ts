import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which revision created a record on the server: known from now on. */
export class AddFirstRevision1766720000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE desired_records ADD COLUMN first_revision bigint`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE desired_records DROP COLUMN first_revision`);
  }
}
