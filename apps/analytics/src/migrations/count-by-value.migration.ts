import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rollups by all that statistics are asked by, and counts per value. They start empty, and the release that needs them
 * counts all facts at its start. An instance of the release before finds no column of its own any more: it pauses, and
 * takes in nothing that would not be counted.
 */
export class CountByValue1766700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE outcome_facts
        ADD missing_reason text, ADD is_expected boolean, ADD doubt text,
        ALTER better_by_thousandths TYPE bigint, ALTER percent_better_thousandths TYPE bigint`);
    await runner.query('DROP TABLE outcome_rollups');
    const scale = `
        procedure_type text NOT NULL,
        measure text NOT NULL,
        family text NOT NULL,
        pain_location text NOT NULL,
        recall text NOT NULL,
        "window" text NOT NULL,
        period text NOT NULL,
        is_index boolean NOT NULL,
        shard integer NOT NULL`;
    const group = `${scale},
        agents text NOT NULL,
        intent text NOT NULL`;
    const totalKey = 'procedure_type, measure, family, pain_location, recall, "window", period, is_index, shard';
    const groupKey = `procedure_type, measure, family, pain_location, recall, "window", period, agents, intent, is_index, shard`;
    const counters = [
      'open observed missing missing_unasked observed_unasked superseded retracted rated low_baseline no_percentage improved_answered improved',
      'points_answered improved_by_points percent_answered over50 at_least50 at_least75 any_better_answered any_better changed',
      'better_by percent_better',
    ]
      .flatMap((names) => names.split(' '))
      .map((name) => `${name} bigint NOT NULL`)
      // Of large figures a few squares don't fit a bigint.
      .concat('better_by_squared numeric NOT NULL', 'percent_better_squared numeric NOT NULL')
      .join(', ');
    await runner.query(`
      CREATE TABLE outcome_totals (${scale}, ${counters}, PRIMARY KEY (${totalKey})) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE outcome_rollups (${group}, ${counters}, PRIMARY KEY (${groupKey})) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE outcome_strata (${group},
        sides text NOT NULL,
        region text NOT NULL,
        approach text NOT NULL,
        age_band text NOT NULL,
        sex text NOT NULL,
        guidance text NOT NULL,
        steroid text NOT NULL,
        prior_treatments text NOT NULL, ${counters},
        PRIMARY KEY (${groupKey}, sides, region, approach, age_band, sex, guidance, steroid, prior_treatments)) WITH (fillfactor = 50)`);
    await runner.query(`CREATE TABLE outcome_rollup_version (version text NOT NULL)`);
    await runner.query(`INSERT INTO outcome_rollup_version VALUES ('')`);
    const cell = `
        figure text NOT NULL,
        what text NOT NULL,
        at bigint NOT NULL,
        until bigint NOT NULL,
        count bigint NOT NULL`;
    await runner.query(`
      CREATE TABLE outcome_cell_totals (${scale}, ${cell},
        PRIMARY KEY (figure, ${totalKey}, what, at, until)) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE outcome_cells (${group}, ${cell},
        PRIMARY KEY (figure, ${groupKey}, what, at, until)) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE outcome_cells, outcome_cell_totals, outcome_strata, outcome_rollups, outcome_totals,
                                   outcome_rollup_version`);
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
    await runner.query(`
      ALTER TABLE outcome_facts
        DROP missing_reason, DROP is_expected, DROP doubt,
        ALTER better_by_thousandths TYPE integer, ALTER percent_better_thousandths TYPE integer`);
  }
}
