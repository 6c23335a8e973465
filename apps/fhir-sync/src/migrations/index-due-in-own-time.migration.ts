import type { MigrationInterface, QueryRunner } from 'typeorm';

/** While a FHIR server is away, what goes in its own time is found among all that waits for it. */
export class IndexDueInOwnTime1766850000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX desired_records_due_in_own_time ON desired_records (target, next_attempt_at, subject)
       WHERE next_attempt_at IS NOT NULL AND lane IN ('document', 'hl7v2-out')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX desired_records_due_in_own_time');
  }
}
