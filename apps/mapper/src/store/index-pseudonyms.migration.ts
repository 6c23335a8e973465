import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The authorised look up what a pseudonym stands for; and no two things have one. */
export class IndexPseudonyms1763800700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE UNIQUE INDEX pseudonyms_pseudonym ON pseudonyms (pseudonym)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX pseudonyms_pseudonym');
  }
}
