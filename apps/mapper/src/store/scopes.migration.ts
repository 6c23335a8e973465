import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which day a score is of, and what each output follows from: a new score is derived with what it touches alone. Neither is
 * known of what is stored, so everybody is derived whole once, as if the rules had changed.
 */
export class Scopes1763800400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE facts ADD COLUMN scored_day text COLLATE "C";
      DROP INDEX facts_patient;
      CREATE INDEX facts_patient ON facts (patient_key, scored_day);

      ALTER TABLE published ADD COLUMN scope text NOT NULL DEFAULT '';
      DROP INDEX published_patient;
      CREATE INDEX published_patient ON published (patient_key, scope);

      ALTER TABLE work_items ADD COLUMN scope text NOT NULL DEFAULT '';

      UPDATE patients SET rules_ordinal = 0 WHERE rules_ordinal IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE work_items DROP COLUMN scope;

      DROP INDEX published_patient;
      ALTER TABLE published DROP COLUMN scope;
      CREATE INDEX published_patient ON published (patient_key);

      DROP INDEX facts_patient;
      ALTER TABLE facts DROP COLUMN scored_day;
      CREATE INDEX facts_patient ON facts (patient_key);
    `);
  }
}
