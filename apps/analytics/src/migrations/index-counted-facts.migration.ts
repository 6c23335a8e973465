import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The facts behind a number are looked up by what numbers are told apart by first. */
export class IndexCountedFacts1766760000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX outcome_facts_counted ON outcome_facts (procedure_type, measure, "window", period)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX outcome_facts_counted');
  }
}
