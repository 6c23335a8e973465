import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `AddTargets` came to be in several steps: a database that was made after the first of them lacks what the later ones brought. */
export class CompleteTargets1766845000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE desired_records
        ADD COLUMN IF NOT EXISTS revised_at timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN IF NOT EXISTS entered_by_hand boolean NOT NULL DEFAULT false,
        ADD COLUMN IF NOT EXISTS intent_likeness text`);
    await runner.query(`
      CREATE INDEX IF NOT EXISTS desired_records_work ON desired_records (target, key)
       WHERE state IN ('refused', 'outcome-unknown', 'by-hand')`);
    await runner.query(`
      CREATE INDEX IF NOT EXISTS desired_records_intents ON desired_records (target, key) WHERE intent_at IS NOT NULL`);
    await runner.query(`
      CREATE INDEX IF NOT EXISTS hl7_outgoing_kept ON hl7_outgoing (target, settled_at)
       WHERE state = 'acknowledged' AND message IS NOT NULL`);
  }

  /** `AddTargets` takes all of it away. */
  async down(): Promise<void> {
    return;
  }
}
