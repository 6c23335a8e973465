import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddSharedRecords1766450000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE desired_records ADD COLUMN is_shared boolean NOT NULL DEFAULT false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE desired_records DROP COLUMN is_shared`);
  }
}
