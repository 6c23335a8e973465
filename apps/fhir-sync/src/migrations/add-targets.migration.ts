import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddTargets1766000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // What is there already went to the one target that there was.
    await runner.query(`
      ALTER TABLE desired_records
        ADD COLUMN target text COLLATE "C" NOT NULL DEFAULT 'fhir',
        ADD COLUMN site text,
        ADD COLUMN lane text NOT NULL DEFAULT 'repository',
        ADD COLUMN server_id text,
        ADD COLUMN sent_digest text,
        ADD COLUMN intent_at timestamptz,
        ADD COLUMN revised_at timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN entered_by_hand boolean NOT NULL DEFAULT false,
        ADD COLUMN intent_likeness text,
        DROP CONSTRAINT desired_records_pkey,
        ADD CONSTRAINT desired_records_pkey PRIMARY KEY (target, key)`);
    await runner.query(`
      ALTER TABLE desired_records ALTER COLUMN target DROP DEFAULT, ALTER COLUMN lane DROP DEFAULT`);
    await runner.query(`DROP INDEX desired_records_due`);
    await runner.query(`
      CREATE INDEX desired_records_due ON desired_records (target, next_attempt_at, subject)
       WHERE next_attempt_at IS NOT NULL`);
    await runner.query(`
      CREATE INDEX desired_records_places ON desired_records (target, server_id) WHERE server_id IS NOT NULL`);
    await runner.query(`
      CREATE INDEX desired_records_work ON desired_records (target, key)
       WHERE state IN ('refused', 'outcome-unknown', 'by-hand')`);
    await runner.query(`
      CREATE INDEX desired_records_intents ON desired_records (target, key) WHERE intent_at IS NOT NULL`);
    await runner.query(`
      CREATE INDEX hl7_outgoing_kept ON hl7_outgoing (target, settled_at)
       WHERE state = 'acknowledged' AND message IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX hl7_outgoing_kept, desired_records_due, desired_records_places, desired_records_work,
        desired_records_intents`);
    await runner.query(`
      ALTER TABLE desired_records
        DROP CONSTRAINT desired_records_pkey, ADD CONSTRAINT desired_records_pkey PRIMARY KEY (key),
        DROP COLUMN target, DROP COLUMN site, DROP COLUMN lane, DROP COLUMN server_id, DROP COLUMN sent_digest,
        DROP COLUMN intent_at, DROP COLUMN revised_at, DROP COLUMN entered_by_hand, DROP COLUMN intent_likeness`);
    await runner.query(`
      CREATE INDEX desired_records_due ON desired_records (next_attempt_at, subject)
       WHERE next_attempt_at IS NOT NULL`);
  }
}
