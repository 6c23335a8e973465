import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateFhirState1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE fhir_sources (
        source text PRIMARY KEY,
        subscription text,
        taken bigint,
        heard bigint,
        searched_until timestamptz,
        search_claimed_at timestamptz
      )`);
    // One row per record of a server: room on each page, since a new version rewrites a row in place.
    await runner.query(`
      CREATE TABLE fhir_records (
        base text COLLATE "C" NOT NULL,
        place text COLLATE "C" NOT NULL,
        version text,
        name_system text,
        name_value text,
        revision bigint,
        said_ms bigint,
        parts jsonb NOT NULL DEFAULT '[]',
        held jsonb NOT NULL DEFAULT '[]',
        seen_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (base, place)
      ) WITH (fillfactor = 80)`);
    await runner.query(`CREATE INDEX fhir_records_seen_at ON fhir_records (seen_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE fhir_records, fhir_sources`);
  }
}
