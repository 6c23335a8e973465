import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddDecidedRecord1766850000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // What the person had before them. Of a comparison that was accepted before, it is not known.
    await runner.query(`ALTER TABLE identity_decisions ADD COLUMN key text COLLATE "C"`);
    await runner.query(`
      UPDATE identity_decisions AS decision SET key = identity.key
        FROM source_identities AS identity
       WHERE identity.subject = decision.subject AND decision.doubt = 'overlay-suspected'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE identity_decisions DROP COLUMN key`);
  }
}
