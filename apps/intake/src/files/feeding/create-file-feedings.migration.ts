import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateFileFeedings1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE file_feedings (
        file text COLLATE "C" PRIMARY KEY,
        manner text COLLATE "C" NOT NULL,
        head text NOT NULL,
        digest text NOT NULL,
        bytes bigint NOT NULL,
        entries bigint NOT NULL,
        refused_bytes bigint NOT NULL,
        report_bytes bigint NOT NULL,
        saved_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX file_feedings_start ON file_feedings (manner, head, bytes)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE file_feedings`);
  }
}
