import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRoutedTargets1766820000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE routed_targets (
        target text COLLATE "C" PRIMARY KEY,
        destination text NOT NULL,
        routed_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE routed_targets`);
  }
}
