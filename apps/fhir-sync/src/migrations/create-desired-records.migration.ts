import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDesiredRecords1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Room on each page, and bodies out of line: a claim then rewrites a few dozen bytes in place, and touches no index.
    await runner.query(`
      CREATE TABLE desired_records (
        key text COLLATE "C" PRIMARY KEY,
        resource_type text NOT NULL,
        revision bigint NOT NULL,
        body text STORAGE EXTERNAL NOT NULL,
        subject text,
        refers_to text[] NOT NULL,
        retracted boolean NOT NULL,
        state text NOT NULL,
        reason text,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL,
        lease_id uuid,
        lease_until timestamptz,
        delivered_revision bigint,
        server_version text,
        outcome text
      ) WITH (fillfactor = 70, toast_tuple_target = 256)`);
    await runner.query(`
      CREATE INDEX desired_records_due ON desired_records (next_attempt_at, subject)
       WHERE state IN ('pending', 'waiting')`);
    await runner.query(`
      CREATE INDEX desired_records_held ON desired_records USING gin (refers_to)
       WHERE state = 'waiting'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE desired_records`);
  }
}
