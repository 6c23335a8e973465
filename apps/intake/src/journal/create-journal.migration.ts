import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateJournal1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What was acknowledged and is not stored message by message yet; a row is what one commit took, for seconds.
      CREATE TABLE journal (
        -- The order of receipt: that of the last message of the row.
        sequence bigint NOT NULL,
        -- Of the first message of the row.
        id uuid NOT NULL,
        -- The instance that settles it, as long as that is alive.
        owner uuid NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        messages integer NOT NULL,
        -- The messages, sealed together by the key of this name.
        body_key text NOT NULL,
        body bytea NOT NULL,
        PRIMARY KEY (sequence, id)
      ) WITH (toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
      -- Sealed bytes do not get smaller by compression.
      ALTER TABLE journal ALTER COLUMN body SET STORAGE EXTERNAL;

      CREATE TABLE journal_owners (
        owner uuid PRIMARY KEY,
        alive_until timestamptz NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE journal_owners, journal`);
  }
}
