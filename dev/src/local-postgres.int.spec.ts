import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createDatabase, type TestDatabase } from './test-environment.js';

describe('the database of a test file', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await createDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it.each([
    ['fsync', 'on'],
    ['synchronous_commit', 'on'],
    ['full_page_writes', 'on'],
    ['server_encoding', 'UTF8'],
  ])('is as durable as in production: %s is %s', async (setting, value) => {
    const { rows } = await client.query<{ value: string }>('SELECT current_setting($1) AS value', [setting]);
    expect(rows).toEqual([{ value }]);
  });

  it('is a new one each time', async () => {
    const other = await createDatabase();
    await other.drop();
    expect(other.name).not.toBe(database.name);
  });
});
