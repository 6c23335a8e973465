import { createDataSource, runMigrations } from '@ilium/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../../dev/src/test-environment.js';
import { entities, migrations } from '../database.js';
import { ClearEnteredByHand1766850000000 } from './clear-entered-by-hand.migration.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createDatabase();
  dataSource = createDataSource({ url: database.url, entities, migrations, applicationName: 'migration test' });
  await runMigrations(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** Marked as entered by hand, as they were left by the release before. */
const marked = [
  ['corrected', 'repository', 'by-hand', 'correction', '3', null],
  ['done', 'repository', 'delivered', 'by-hand', '3', null],
  ['changed', 'repository', 'by-hand', 'changed-there', '3', null],
  ['never-there', 'repository', 'by-hand', 'correction', null, null],
  ['created-only', 'create-only', 'by-hand', 'correction', '3', null],
] as const;

describe('the mark of what was entered by hand', () => {
  it('goes where the record is there under our own id, and with it what held its corrections', async () => {
    for (const row of marked) {
      await dataSource.query(
        `INSERT INTO desired_records (target, key, lane, resource_type, revision, bytes, refers_to, retracted, state, reason, server_version,
                                      server_id, delivered_revision, entered_by_hand)
         VALUES ('t', $1, $2, 'x', 2, 2, '{}', false, $3, $4, $5, $6, 1, true)`,
        [...row],
      );
    }
    const runner = dataSource.createQueryRunner();
    await new ClearEnteredByHand1766850000000().up(runner);
    await runner.release();
    const rows = await dataSource.query(
      `SELECT key, state, reason, entered_by_hand AS "isMarked", next_attempt_at IS NOT NULL AS "isDue" FROM desired_records ORDER BY key`,
    );
    expect(rows).toEqual([
      { key: 'changed', state: 'by-hand', reason: 'changed-there', isMarked: false, isDue: false },
      { key: 'corrected', state: 'pending', reason: null, isMarked: false, isDue: true },
      { key: 'created-only', state: 'by-hand', reason: 'correction', isMarked: true, isDue: false },
      { key: 'done', state: 'delivered', reason: 'by-hand', isMarked: false, isDue: false },
      { key: 'never-there', state: 'by-hand', reason: 'correction', isMarked: true, isDue: false },
    ]);
  });
});
