import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Outcomes other than scores, outcomes of one joint, and what sessions are told apart by. The default stays: the release
 * before this one goes on beside it, and writes scores.
 */
export class AddKinds1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE outcome_facts
        ADD kind text NOT NULL DEFAULT 'score',
        ADD side text,
        ADD as_of text,
        ADD strata jsonb,
        ADD kind_result jsonb,
        ADD origin text,
        ADD improved_by_points boolean`);
    await runner.query(`UPDATE outcome_facts SET kind = '' WHERE status = 'entered-in-error'`);
    await runner.query(`UPDATE outcome_facts SET origin = 'computed' WHERE value IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE outcome_facts
        DROP kind, DROP side, DROP as_of, DROP strata, DROP kind_result, DROP origin, DROP improved_by_points`);
  }
}
