import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddIntentSince1766810000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE desired_records ADD COLUMN intent_since timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE desired_records DROP COLUMN intent_since`);
  }
}
