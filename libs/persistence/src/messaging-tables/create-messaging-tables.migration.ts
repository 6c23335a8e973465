import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The four tables that every consuming service has in its own schema. */
export class CreateMessagingTables1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE consumer_offsets (
        group_id text NOT NULL,
        topic text NOT NULL,
        "partition" integer NOT NULL,
        next_offset bigint NOT NULL,
        last_offset bigint,
        fingerprint text,
        PRIMARY KEY (group_id, topic, "partition")
      )`);
    await runner.query(`
      CREATE TABLE inbox (
        source text NOT NULL,
        id text NOT NULL,
        topic text NOT NULL,
        "partition" integer NOT NULL,
        "offset" bigint NOT NULL,
        digest text NOT NULL,
        fate text NOT NULL,
        reason text NOT NULL DEFAULT '',
        received_at timestamptz NOT NULL,
        taken_in_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (source, id)
      )`);
    // For the deletion of old rows: rows arrive in the order of time, so a few kilobytes are enough.
    await runner.query(`CREATE INDEX inbox_taken_in_at ON inbox USING brin (taken_in_at)`);
    await runner.query(`
      CREATE TABLE fate_counts (
        topic text NOT NULL,
        "partition" integer NOT NULL,
        hour timestamptz NOT NULL,
        fate text NOT NULL,
        reason text NOT NULL,
        count bigint NOT NULL,
        PRIMARY KEY (topic, "partition", hour, fate, reason)
      ) WITH (fillfactor = 70)`);
    await runner.query(`
      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        created_at timestamptz NOT NULL DEFAULT now(),
        records text NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE outbox, fate_counts, inbox, consumer_offsets`);
  }
}
