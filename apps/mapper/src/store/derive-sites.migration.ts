import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions are told apart by their hospital's site as well: everybody is derived once, as if the rules had changed. */
export class DeriveSites1763800800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE patients SET rules_ordinal = 0 WHERE rules_ordinal IS NOT NULL');
  }

  async down(): Promise<void> {
    // What was derived says more than before, and nothing wrong.
  }
}
