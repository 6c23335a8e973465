import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Documents whose records go to the target in another way now are asked for again and again, and are few or none: so that they
 * may be that stands with them. What it says is kept by whoever writes a document, and by whoever has records change their lane.
 */
export class IndexLeftDocuments1766850000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE documents ADD COLUMN may_be_left boolean NOT NULL DEFAULT false`);
    await runner.query(`
      UPDATE documents AS document SET may_be_left = true
       WHERE (SELECT bool_and(lane <> 'document') AND bool_or(lane <> 'none') FROM desired_records AS record
               WHERE record.target = document.target AND record.key = ANY (document.told))`);
    await runner.query(`
      CREATE INDEX documents_left ON documents (target, key) WHERE may_be_left AND digest IS NOT NULL AND NOT is_over`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE documents DROP COLUMN may_be_left`);
  }
}
