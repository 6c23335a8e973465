import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateIntakeTables1764460000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE source_messages (
        id uuid PRIMARY KEY,
        -- The order of receipt at the door; stamped once, and never again.
        sequence bigint NOT NULL,
        -- Keyed hash of site, sender, control id and bytes: the same message again meets it.
        message_key bytea NOT NULL UNIQUE,
        -- Where an id names a message whatever its bytes: keyed hash of site, sender and id.
        identity_key bytea UNIQUE,
        site text NOT NULL,
        door text NOT NULL,
        peer text,
        sender text NOT NULL,
        control_id text NOT NULL,
        type text NOT NULL,
        charset text,
        received_at timestamptz NOT NULL DEFAULT now(),
        answer text NOT NULL,
        events integer NOT NULL,
        -- As it came, sealed by the key of this name; both empty once its retention is over.
        body bytea,
        body_key text
      );
      -- A sealed body does not get smaller by compression.
      ALTER TABLE source_messages ALTER COLUMN body SET STORAGE EXTERNAL;
      CREATE INDEX source_messages_sequence ON source_messages (sequence);
      CREATE INDEX source_messages_bodies ON source_messages (received_at) WHERE body IS NOT NULL;
      CREATE INDEX source_messages_received_at ON source_messages USING brin (received_at);

      CREATE TABLE message_work (
        message_id uuid NOT NULL REFERENCES source_messages ON DELETE CASCADE,
        reason text NOT NULL,
        path text NOT NULL,
        since timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (message_id, reason, path)
      );
      CREATE INDEX message_work_since ON message_work (since, message_id);

      CREATE TABLE door_counts (
        site text NOT NULL,
        door text NOT NULL,
        hour timestamptz NOT NULL,
        type text NOT NULL,
        fate text NOT NULL,
        reason text NOT NULL,
        count bigint NOT NULL,
        PRIMARY KEY (site, door, hour, type, fate, reason)
      ) WITH (fillfactor = 50);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE door_counts, message_work, source_messages`);
  }
}
