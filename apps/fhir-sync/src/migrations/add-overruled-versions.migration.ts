import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddOverruledVersions1766800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE desired_records ADD COLUMN left_version text, ADD COLUMN overruled_version text`);
    // What was decided until now stands without a version: it holds for whatever is there.
    await runner.query(`
      UPDATE desired_records SET overruled_version = ''
       WHERE next_attempt_at IS NOT NULL AND state = 'pending' AND reason IN ('ours-wins', 'reconciliation')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE desired_records DROP COLUMN left_version, DROP COLUMN overruled_version`);
  }
}
