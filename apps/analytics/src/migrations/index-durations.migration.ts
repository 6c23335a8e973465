import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long relief lasts, and what else is of no window, is a small part of the facts: the episodes behind it are found by it. */
export class IndexDurations1766880000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX outcome_facts_durations ON outcome_facts (kind, procedure_type, period, session) WHERE "window" = ''`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX outcome_facts_durations');
  }
}
