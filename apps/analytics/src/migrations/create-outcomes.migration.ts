import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOutcomes1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outcome_facts (
        key uuid PRIMARY KEY,
        revision bigint NOT NULL,
        shard integer NOT NULL,
        status text NOT NULL,
        procedure_type text NOT NULL,
        measure text NOT NULL,
        family text NOT NULL,
        "window" text NOT NULL,
        period text NOT NULL,
        session uuid,
        pain_location text,
        recall text,
        rules_version text,
        baseline_band text,
        baseline double precision,
        value double precision,
        better_by_thousandths integer,
        percent_better_thousandths integer,
        improved boolean,
        over50 boolean,
        at_least50 boolean,
        at_least75 boolean
      )`);
    await runner.query(`
      CREATE TABLE outcome_rollups (
        procedure_type text NOT NULL,
        measure text NOT NULL,
        family text NOT NULL,
        "window" text NOT NULL,
        period text NOT NULL,
        shard integer NOT NULL,
        open bigint NOT NULL,
        observed bigint NOT NULL,
        missing bigint NOT NULL,
        superseded bigint NOT NULL,
        retracted bigint NOT NULL,
        rated bigint NOT NULL,
        low_baseline bigint NOT NULL,
        no_percentage bigint NOT NULL,
        improved bigint NOT NULL,
        over50 bigint NOT NULL,
        at_least50 bigint NOT NULL,
        at_least75 bigint NOT NULL,
        better_by_thousandths bigint NOT NULL,
        percent_better_thousandths bigint NOT NULL,
        PRIMARY KEY (procedure_type, measure, family, "window", period, shard)
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outcome_rollups');
    await runner.query('DROP TABLE outcome_facts');
  }
}
