import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDocuments1766500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Beside its row in desired_records: what it tells, and in whose place it stands.
    await runner.query(`
      CREATE TABLE documents (
        target text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        patient text COLLATE "C" NOT NULL,
        digest text,
        is_over boolean NOT NULL,
        told text[] COLLATE "C" NOT NULL,
        replaces text[] NOT NULL,
        former text[] NOT NULL,
        PRIMARY KEY (target, key)
      )`);
    await runner.query(`CREATE INDEX documents_patient ON documents (target, patient)`);
    await runner.query(`CREATE INDEX documents_told ON documents USING gin (told)`);
    await runner.query(`CREATE INDEX documents_former ON documents USING gin (former)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE documents`);
  }
}
