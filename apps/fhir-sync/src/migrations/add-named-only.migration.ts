import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddNamedOnly1766840000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE desired_records ADD COLUMN named_only text[]`);
    // Of what is there already nobody knows how it names the target's own records that are not found yet.
    await runner.query(`
      UPDATE desired_records AS record SET named_only = own.keys
        FROM (SELECT referring.target, referring.key, array_agg(native.key) AS keys
                FROM desired_records AS native
                JOIN desired_records AS referring ON referring.target = native.target AND referring.subject = native.subject
                 AND referring.refers_to @> ARRAY[native.key]
               WHERE native.lane = 'native' AND native.server_id IS NULL
               GROUP BY 1, 2) AS own
       WHERE record.target = own.target AND record.key = own.key`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE desired_records DROP COLUMN named_only`);
  }
}
