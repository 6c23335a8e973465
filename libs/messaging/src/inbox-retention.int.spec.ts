import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { runMigrations } from '@ilium/persistence';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../dev/src/test-environment.js';
import { deleteOldRows } from './inbox-retention.js';
import { openDataSource } from './testing/test-bed.js';

describe('the inbox', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createDatabase();
    dataSource = openDataSource(database.url);
    await runMigrations(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  afterEach(() => dataSource.query('TRUNCATE inbox'));

  it('keeps what was just taken in, whatever time its producer gave it', async () => {
    await dataSource.query(`
      INSERT INTO inbox (source, id, topic, "partition", "offset", digest, fate, received_at)
      VALUES ('s', 'from an archive', 't', 0, 1, '', 'done', now() - interval '9 years')`);
    expect(await deleteOldRows({ dataSource, days: 30 })).toBe(0);
  });

  it('is left as it is from the batch on in which the service stops', async () => {
    await dataSource.query(`
      INSERT INTO inbox (source, id, topic, "partition", "offset", digest, fate, received_at, taken_in_at)
      SELECT 's', n::text, 't', 0, n, '', 'done', now(), now() - interval '31 days' FROM generate_series(1, 6000) AS n`);
    const stopped = new AbortController();
    const deleting = deleteOldRows({ dataSource, days: 30 }, stopped.signal);
    stopped.abort();
    expect(await deleting).toBe(5_000);
  });

  it('loses what is old, in batches, except what is parked', async () => {
    await dataSource.query(`
      INSERT INTO inbox (source, id, topic, "partition", "offset", digest, fate, received_at, taken_in_at)
      SELECT 's', n::text, 't', 0, n, '', CASE WHEN n % 1000 = 0 THEN 'parked' ELSE 'done' END, now(),
             now() - CASE WHEN n <= 12000 THEN interval '31 days' ELSE interval '29 days' END
      FROM generate_series(1, 13000) AS n`);
    expect(await deleteOldRows({ dataSource, days: 30 })).toBe(12_000 - 12);
    expect(await deleteOldRows({ dataSource, days: 30 })).toBe(0);
    const left: { fate: string; count: string }[] = await dataSource.query(
      `SELECT fate, count(*) AS count FROM inbox GROUP BY fate ORDER BY fate`,
    );
    expect(left).toEqual([
      { fate: 'done', count: '999' },
      { fate: 'parked', count: '13' },
    ]);
  });
});
