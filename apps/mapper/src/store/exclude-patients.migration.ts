import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why nothing of a patient goes to the outcome topic: hidden by a flag, or a test. Null for everybody else. */
export class ExcludePatients1763800350000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE patients ADD COLUMN excluded text;
      CREATE INDEX patients_excluded ON patients (excluded) WHERE excluded IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE patients DROP COLUMN excluded');
  }
}
