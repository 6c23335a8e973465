import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSourceIdentities1766410000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE source_identities (
        subject text COLLATE "C" PRIMARY KEY,
        key text COLLATE "C" NOT NULL,
        revision bigint NOT NULL,
        known jsonb NOT NULL,
        said jsonb NOT NULL,
        overlay_since timestamptz,
        released_revision bigint,
        released_by text
      ) WITH (fillfactor = 80)`);
    await runner.query(`
      CREATE INDEX source_identities_overlaid ON source_identities (key) WHERE overlay_since IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE source_identities`);
  }
}
