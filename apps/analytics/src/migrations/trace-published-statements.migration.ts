import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which corrections moved what was published, and by which words, rules and release it was said. */
export class TracePublishedStatements1766760000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE published_statements
        -- Of what was published before this was kept, nobody knows.
        ADD wording text NOT NULL DEFAULT '',
        ADD rules text[] NOT NULL DEFAULT '{}',
        ADD release text NOT NULL DEFAULT ''`);
    await runner.query(`
      CREATE TABLE statement_movements (
        id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        statement uuid NOT NULL REFERENCES published_statements,
        fact uuid NOT NULL,
        from_revision bigint NOT NULL,
        revision bigint NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        -- By the names of counters, without zeros.
        moved jsonb NOT NULL
      )`);
    await runner.query('CREATE INDEX statement_movements_statement ON statement_movements (statement, id)');
    await runner.query('CREATE INDEX statement_movements_fact ON statement_movements (fact, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE statement_movements');
    await runner.query('ALTER TABLE published_statements DROP wording, DROP rules, DROP release');
  }
}
