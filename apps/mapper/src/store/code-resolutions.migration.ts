import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Codes that no table knows, one row for each fact that waits on one, and what people said they stand for. What waits was
 * only kept as text so far: whoever holds such work is derived whole once, as if the rules had changed.
 */
export class CodeResolutions1763800500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE unmapped_codes (
        patient_key text NOT NULL,
        fact_key text NOT NULL,
        code_key text NOT NULL,
        code_table text NOT NULL,
        system text NOT NULL,
        code text NOT NULL,
        field text NOT NULL,
        site text NOT NULL,
        since timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (patient_key, fact_key, code_key)
      );
      CREATE INDEX unmapped_codes_code ON unmapped_codes (code_table, code, patient_key);

      CREATE TABLE code_resolutions (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        code_table text NOT NULL,
        system text NOT NULL,
        code text NOT NULL,
        meaning text NOT NULL,
        said_by text NOT NULL,
        said_at timestamptz NOT NULL DEFAULT now(),
        note text,
        taken_back_by text,
        taken_back_at timestamptz
      );
      CREATE UNIQUE INDEX code_resolutions_live ON code_resolutions (code_table, code, system)
        WHERE taken_back_at IS NULL;

      ALTER TABLE rules_versions ADD COLUMN file text;
      UPDATE rules_versions SET file = version;
      ALTER TABLE rules_versions ALTER COLUMN file SET NOT NULL;
      ALTER TABLE rules_versions ADD COLUMN resolutions integer NOT NULL DEFAULT 0;

      UPDATE patients SET rules_ordinal = 0
       WHERE patient_key IN (SELECT patient_key FROM work_items WHERE reason = 'unmapped-code');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE unmapped_codes, code_resolutions;
      UPDATE patients SET rules_ordinal = 0
       WHERE rules_ordinal IN (SELECT ordinal FROM rules_versions WHERE resolutions > 0);
      DELETE FROM rules_versions WHERE resolutions > 0;
      ALTER TABLE rules_versions DROP COLUMN file, DROP COLUMN resolutions;
    `);
  }
}
