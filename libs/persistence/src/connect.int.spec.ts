import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../../../dev/src/test-environment.js';
import { connect } from './connect.js';
import { createDataSource } from './data-source.js';

describe('connect', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  const connectTo = (url: string): Promise<void> =>
    connect(createDataSource({ url, entities: [], migrations: [], applicationName: 'test' }));

  it.each([
    ['nothing listens', 'ECONNREFUSED', (url: URL) => (url.port = '9')],
    ['the database is missing', '3D000', (url: URL) => (url.pathname = '/canary')],
    ['the role is unknown', '28', (url: URL) => (url.username = 'canary')],
  ])('names the remedy when %s, and no value', async (_what, code, change) => {
    const url = new URL(database.url);
    change(url);
    const error: unknown = await connectTo(url.href).catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ name: 'ExplainedError', code: expect.stringContaining(code) });
    expect(String(error)).toMatch(/^ExplainedError: PostgreSQL cannot be used\. .*: .*\.$/);
    expect(String(error)).not.toContain('canary');
  });
});
