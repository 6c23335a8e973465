import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDesiredRecords1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Room on each page: a claim then rewrites a narrow row in place, and touches no index.
    await runner.query(`
      CREATE TABLE desired_records (
        key text COLLATE "C" PRIMARY KEY,
        resource_type text NOT NULL,
        revision bigint NOT NULL,
        bytes integer NOT NULL,
        subject text,
        refers_to text[] NOT NULL,
        retracted boolean NOT NULL,
        state text NOT NULL,
        reason text,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz,
        lease_id uuid,
        lease_until timestamptz,
        delivered_revision bigint,
        server_version text,
        doubt_until timestamptz,
        outcome text
      ) WITH (fillfactor = 70)`);
    // Not by state: a search for waiting records must not be led to a whole backlog.
    await runner.query(`
      CREATE INDEX desired_records_due ON desired_records (next_attempt_at, subject)
       WHERE next_attempt_at IS NOT NULL`);
    await runner.query(`
      CREATE INDEX desired_records_held ON desired_records USING gin (refers_to)
        WITH (fastupdate = off)
       WHERE state = 'waiting'`);
    // Apart, so that a change of state does not copy a kilobyte.
    await runner.query(`
      CREATE TABLE desired_bodies (
        key text COLLATE "C" PRIMARY KEY,
        body text NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE desired_bodies, desired_records`);
  }
}
