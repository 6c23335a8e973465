import { createDataSource, provisionSchema, runMigrations } from '@ilium/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../../../dev/src/test-environment.js';
import { CreateFileFeedings1764700000000 } from './create-file-feedings.migration.js';
import { StoreAway } from '../../source-messages/source-message.js';
import type { Feeding } from './feedings.js';
import { FeedingsRepository } from './feedings.repository.js';

let database: TestDatabase;
let dataSource: DataSource;
let feedings: FeedingsRepository;

beforeAll(async () => {
  database = await createDatabase();
  const url = await provisionSchema(database.url, { schema: 'intake', role: `i${Date.now()}`, password: 'test' });
  const migrations = [CreateFileFeedings1764700000000];
  dataSource = createDataSource({ url, entities: [], migrations, applicationName: 'intake test' });
  await runMigrations(dataSource);
  feedings = new FeedingsRepository(dataSource);
});

afterAll(async () => {
  if (dataSource.isInitialized) await dataSource.destroy();
  await database.drop();
});

const feeding: Feeding = {
  file: 'f-1',
  manner: 'csv',
  head: 'h-1',
  digest: 'd-1',
  bytes: 5_000_000_000,
  entries: 3,
  refusedBytes: 10,
  reportBytes: 20,
};

describe('feedings in PostgreSQL', () => {
  it('are kept by the name of their file, with how far it has come', async () => {
    await feedings.save({ ...feeding, entries: 0 });
    await feedings.save(feeding);
    expect(await feedings.startsOf({ manner: 'csv', head: 'h-1', bytes: 6_000_000_000 })).toEqual([feeding]);
  });

  it('may be the beginning of a file that is as large, has the same head and is read in the same manner', async () => {
    const small = { ...feeding, file: 'f-2', head: '', bytes: 100 };
    await feedings.save(small);
    const found = async (file: Parameters<FeedingsRepository['startsOf']>[0]) =>
      (await feedings.startsOf(file)).map((each) => each.file).toSorted();
    expect(await found({ manner: 'csv', head: 'h-1', bytes: 5_000_000_000 })).toEqual(['f-1', 'f-2']);
    expect(await found({ manner: 'csv', head: 'h-1', bytes: 4_999_999_999 })).toEqual(['f-2']);
    expect(await found({ manner: 'csv', head: 'h-9', bytes: 6_000_000_000 })).toEqual(['f-2']);
    expect(await found({ manner: 'csv', head: '', bytes: 99 })).toEqual([]);
    expect(await found({ manner: 'ndjson', head: 'h-1', bytes: 6_000_000_000 })).toEqual([]);
  });

  it('are away while the database does not answer in time', async () => {
    await dataSource.transaction(async (manager) => {
      await manager.query(`LOCK TABLE file_feedings`);
      const other = dataSource.createQueryRunner();
      await other.query(`SET statement_timeout = '100ms'`);
      const slow = new FeedingsRepository(dataSource);
      const query = dataSource.query.bind(dataSource);
      dataSource.query = (sql: string, parameters?: unknown[]) => other.query(sql, parameters);
      try {
        await expect(slow.save(feeding)).rejects.toBeInstanceOf(StoreAway);
      } finally {
        dataSource.query = query;
        await other.query(`RESET statement_timeout`);
        await other.release();
      }
    });
  });
});
