import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource, runMigrations } from '@ilium/persistence';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../../dev/src/test-environment.js';
import { entities, migrations } from '../database.js';
import { DesiredRecordsRepository } from '../desired/desired-records.repository.js';
import { inTurns } from './turns.js';
import { delivered } from './verdicts.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createDatabase();
  dataSource = createDataSource({ url: database.url, entities, migrations, applicationName: 'taken-over test' });
  await runMigrations(dataSource);
}, 60_000);
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const leaseMs = 30_000;

async function keep(...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await dataSource.query(`INSERT INTO desired_bodies (key, body) VALUES ($1, '{}')`, [key]);
    await dataSource.query(
      `INSERT INTO desired_records (target, key, lane, resource_type, revision, bytes, refers_to, retracted, state, next_attempt_at)
       VALUES ('ehr', $1, 'repository', 'Procedure', 1, 2, '{}', false, 'pending', now())`,
      [key],
    );
  }
}

describe('a run of which another instance has taken over a part', () => {
  it('goes on with what is left of it, in its order', async () => {
    await keep('Procedure/a', 'Procedure/b', 'Procedure/c');
    const records = new DesiredRecordsRepository(dataSource, 'ehr');
    const claim = await records.claim({ records: 10, bytes: 1_000_000, singles: 10 }, leaseMs);
    await dataSource.query(`UPDATE desired_records SET lease_id = gen_random_uuid() WHERE key = 'Procedure/b'`);
    const taken: string[][] = [];
    const parts = {
      records,
      watch: { gate: () => ({ state: 'closed' as const }) },
      slots: { take: async () => () => undefined },
      // So long that the lease has to be renewed for each turn.
      timeoutMs: leaseMs,
      count: () => undefined,
    };
    const [a, b, c] = claim.records.toSorted((one, other) => (one.key < other.key ? -1 : 1));
    if (a === undefined || b === undefined || c === undefined) throw new Error('All of them should be claimed.');
    await inTurns(parts, claim.lease, [[a, b], [b], [c]], async (given) => {
      taken.push(given.map(({ key }) => key));
      return { settled: given.map((record) => delivered(record, '1')) };
    });
    expect(taken).toEqual([['Procedure/a'], ['Procedure/c']]);
    const rows: unknown[] = await dataSource.query('SELECT key, state FROM desired_records ORDER BY key');
    expect(rows).toEqual([
      { key: 'Procedure/a', state: 'delivered' },
      { key: 'Procedure/b', state: 'pending' },
      { key: 'Procedure/c', state: 'delivered' },
    ]);
  });
});

describe('a record that is told by a document, and was looked at twice', () => {
  it('stays delivered when the earlier look ends later: nothing was sent', async () => {
    await keep('Procedure/told');
    await dataSource.query(`UPDATE desired_records SET lane = 'document' WHERE key = 'Procedure/told'`);
    const records = new DesiredRecordsRepository(dataSource, 'ehr');
    const { lease, records: claimed } = await records.claim({ records: 10, bytes: 1_000_000, singles: 10 }, leaseMs);
    await dataSource.query(
      `UPDATE desired_records SET lease_id = NULL, lease_until = NULL, state = 'delivered' WHERE key = 'Procedure/told'`,
    );
    await records.settle(
      lease,
      claimed.filter(({ key }) => key === 'Procedure/told').map((record) => delivered(record, null)),
    );
    const rows: unknown[] = await dataSource.query(`SELECT state FROM desired_records WHERE key = 'Procedure/told'`);
    expect(rows).toEqual([{ state: 'delivered' }]);
  });
});
