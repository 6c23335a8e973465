import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateReadBacks1766200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // What was sent is kept until it is compared, and no longer.
    await runner.query(`
      CREATE TABLE read_backs (
        target text NOT NULL,
        key text COLLATE "C" NOT NULL,
        revision bigint NOT NULL,
        place text NOT NULL,
        sent text,
        server_version text,
        due_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        lease_id uuid,
        lease_until timestamptz,
        compared_at timestamptz,
        compared_revision bigint,
        differences jsonb NOT NULL DEFAULT '[]',
        weight text,
        changed_since boolean NOT NULL DEFAULT false,
        PRIMARY KEY (target, key)
      )`);
    await runner.query(`CREATE INDEX read_backs_due ON read_backs (target, due_at) WHERE due_at IS NOT NULL`);
    await runner.query(`CREATE INDEX read_backs_differing ON read_backs (target, key) WHERE weight IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE read_backs`);
  }
}
