import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePublishedStatements1766750000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE published_statements (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        published_at timestamptz NOT NULL DEFAULT now(),
        approver text NOT NULL,
        statement jsonb NOT NULL,
        counted_by text NOT NULL,
        data_version text NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE published_statements');
  }
}
