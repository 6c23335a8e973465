import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateMapperTables1763800100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE patients (
        patient_key text PRIMARY KEY,
        system text NOT NULL,
        value text NOT NULL,
        rules_ordinal integer,
        due_day date
      );
      CREATE INDEX patients_due ON patients (due_day) WHERE due_day IS NOT NULL;
      CREATE INDEX patients_rules ON patients (rules_ordinal, patient_key);

      CREATE TABLE facts (
        fact_key text PRIMARY KEY,
        patient_key text NOT NULL,
        kind text NOT NULL,
        origin jsonb NOT NULL,
        statements jsonb NOT NULL
      );
      CREATE INDEX facts_patient ON facts (patient_key);

      CREATE TABLE fact_holders (
        patient_key text NOT NULL,
        fact_key text NOT NULL,
        PRIMARY KEY (patient_key, fact_key)
      );
      CREATE INDEX fact_holders_fact ON fact_holders (fact_key);

      CREATE TABLE links (
        low text NOT NULL,
        high text NOT NULL,
        survivor text NOT NULL,
        active boolean NOT NULL,
        version jsonb NOT NULL,
        PRIMARY KEY (low, high)
      );
      CREATE INDEX links_high ON links (high);

      CREATE TABLE published (
        key text PRIMARY KEY,
        patient_key text NOT NULL,
        kind text NOT NULL,
        digest text NOT NULL,
        revision bigint NOT NULL,
        is_retracted boolean NOT NULL,
        retraction jsonb
      );
      CREATE INDEX published_patient ON published (patient_key);

      CREATE TABLE pseudonyms (
        key text PRIMARY KEY,
        pseudonym uuid NOT NULL DEFAULT gen_random_uuid()
      );

      CREATE TABLE work_items (
        patient_key text NOT NULL,
        key text NOT NULL,
        reason text NOT NULL,
        detail text NOT NULL,
        since timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (patient_key, key)
      );

      CREATE TABLE rules_versions (
        version text PRIMARY KEY,
        ordinal integer NOT NULL GENERATED ALWAYS AS IDENTITY
      );

      CREATE TABLE id_key (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        proof text NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE patients, facts, fact_holders, links, published, pseudonyms, work_items, rules_versions, id_key',
    );
  }
}
