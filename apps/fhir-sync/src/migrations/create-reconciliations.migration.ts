import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateReconciliations1766300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reconciliations (
        id uuid PRIMARY KEY,
        target text NOT NULL,
        from_day text NOT NULL,
        to_day text NOT NULL,
        repair boolean NOT NULL,
        state text NOT NULL,
        reason text,
        phase text NOT NULL,
        cursor text COLLATE "C" NOT NULL DEFAULT '',
        looked_at integer NOT NULL DEFAULT 0,
        compared integer NOT NULL DEFAULT 0,
        total integer NOT NULL,
        not_searched text[] NOT NULL DEFAULT '{}',
        started_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        lease_id uuid,
        lease_until timestamptz
      )`);
    // One at a time for each target: they would only double its load.
    await runner.query(`
      CREATE UNIQUE INDEX reconciliations_running ON reconciliations (target) WHERE state = 'running'`);
    await runner.query(`
      CREATE TABLE reconciliation_findings (
        reconciliation uuid NOT NULL REFERENCES reconciliations ON DELETE CASCADE,
        key text COLLATE "C" NOT NULL,
        kind text NOT NULL,
        changed_by text,
        server_version text,
        our_version text,
        source text,
        differences jsonb NOT NULL,
        repaired boolean NOT NULL DEFAULT false,
        PRIMARY KEY (reconciliation, key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE reconciliation_findings, reconciliations`);
  }
}
