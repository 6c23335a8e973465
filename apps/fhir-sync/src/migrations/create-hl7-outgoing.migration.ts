import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateHl7Outgoing1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A draft until it is first sent, the message itself from then on: only then is it known what the receiver has.
    await runner.query(`
      CREATE TABLE hl7_outgoing (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        target text NOT NULL,
        key text COLLATE "C" NOT NULL,
        revision bigint NOT NULL,
        seen_revision bigint NOT NULL,
        patient text COLLATE "C" NOT NULL,
        is_over boolean NOT NULL,
        digest text NOT NULL,
        members text[] NOT NULL,
        draft text,
        state text NOT NULL,
        reason text,
        standing text,
        control_id text,
        message text,
        attempts integer NOT NULL DEFAULT 0,
        errors integer NOT NULL DEFAULT 0,
        queued_at timestamptz NOT NULL DEFAULT now(),
        sent_at timestamptz,
        settled_at timestamptz,
        next_attempt_at timestamptz,
        UNIQUE (target, key, revision, patient),
        UNIQUE (target, control_id)
      ) WITH (fillfactor = 70)`);
    await runner.query(`
      CREATE INDEX hl7_outgoing_due ON hl7_outgoing (target, next_attempt_at, id) WHERE next_attempt_at IS NOT NULL`);
    // In order per patient: whether an earlier message of the same patient is open.
    await runner.query(`
      CREATE INDEX hl7_outgoing_open ON hl7_outgoing (target, patient, id) WHERE next_attempt_at IS NOT NULL`);
    await runner.query(`
      CREATE INDEX hl7_outgoing_documents ON hl7_outgoing (target, patient) WHERE members <> '{}'`);
    await runner.query(`
      CREATE INDEX hl7_outgoing_members ON hl7_outgoing USING gin (members) WHERE members <> '{}'`);
    await runner.query(`
      CREATE TABLE hl7_senders (
        target text PRIMARY KEY,
        lease_id uuid NOT NULL,
        lease_until timestamptz NOT NULL
      )`);
    // A session is made of all records of its patient.
    await runner.query(`CREATE INDEX desired_records_subject ON desired_records (subject) WHERE subject IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX desired_records_subject`);
    await runner.query(`DROP TABLE hl7_senders, hl7_outgoing`);
  }
}
