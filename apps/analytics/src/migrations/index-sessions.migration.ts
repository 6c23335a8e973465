import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The facts behind a wide number are looked through session by session, in the order of pages: of millions a few are enough for one. */
export class IndexSessions1766870000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX outcome_facts_sessions ON outcome_facts (period, session)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX outcome_facts_sessions');
  }
}
