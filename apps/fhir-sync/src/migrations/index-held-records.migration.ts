import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexHeldRecords1766700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // For each reason in the order of the list of work, and counted in the index alone.
    await runner.query(`
      CREATE INDEX desired_records_held_back ON desired_records (reason, target, key)
       WHERE state = 'waiting'
         AND reason IN ('identity-mismatch', 'overlay-suspected', 'patient-ambiguous', 'no-session')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX desired_records_held_back`);
  }
}
