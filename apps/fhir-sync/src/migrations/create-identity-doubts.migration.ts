import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateIdentityDoubts1766710000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // What was compared last, and differed. `comparison` is what people name it by: it says nothing of who was compared.
    await runner.query(`
      CREATE TABLE identity_doubts (
        target text COLLATE "C" NOT NULL,
        subject text COLLATE "C" NOT NULL,
        comparison uuid NOT NULL,
        digest text NOT NULL,
        since timestamptz NOT NULL DEFAULT now(),
        accepted_at timestamptz,
        accepted_by text,
        PRIMARY KEY (subject, target)
      ) WITH (fillfactor = 80)`);
    // Who said of whom that it is the right patient: only ever added to.
    await runner.query(`
      CREATE TABLE identity_decisions (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        subject text COLLATE "C" NOT NULL,
        target text COLLATE "C",
        doubt text NOT NULL,
        revision bigint NOT NULL,
        digest text,
        decided_by text NOT NULL,
        decided_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE INDEX identity_decisions_subject ON identity_decisions (subject)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE identity_decisions, identity_doubts`);
  }
}
