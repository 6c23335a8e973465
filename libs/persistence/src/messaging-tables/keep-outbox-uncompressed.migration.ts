import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows of the outbox live for moments: to compress a large one costs as much as all the rest of its transaction. */
export class KeepOutboxUncompressed1764900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE outbox ALTER COLUMN records SET STORAGE EXTERNAL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE outbox ALTER COLUMN records SET STORAGE EXTENDED`);
  }
}
