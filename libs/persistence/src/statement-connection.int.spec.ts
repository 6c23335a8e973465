import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDatabase, until, type TestDatabase } from '../../../dev/src/test-environment.js';
import { createDataSource } from './data-source.js';
import { StatementConnection } from './statement-connection.js';

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createDatabase();
  const settings = { url: database.url, entities: [], migrations: [], applicationName: 'statements', poolSize: 2 };
  dataSource = await createDataSource(settings).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const backend = { name: 'backend', text: 'SELECT pg_backend_pid() AS pid, $1::int AS number' };
interface Backend {
  readonly pid: number;
  readonly number: number;
}
const divide = { name: 'divide', text: 'SELECT 1 / $1::int AS one' };
const sleep = { name: 'sleep', text: 'SELECT pg_sleep($1)' };

describe('a connection for statements', () => {
  it('is kept, and runs one statement after the other in their order', async () => {
    const connection = new StatementConnection(dataSource);
    const answers = await Promise.all([1, 2, 3].map((number) => connection.run<Backend>(backend, [number])));
    expect(answers.map(([row]) => row?.number)).toEqual([1, 2, 3]);
    expect(new Set(answers.map(([row]) => row?.pid)).size).toBe(1);
  });

  it('is kept after a refusal', async () => {
    const connection = new StatementConnection(dataSource);
    const [before] = await connection.run<Backend>(backend, [1]);
    await expect(connection.run(divide, [0])).rejects.toThrow('division by zero');
    const [after] = await connection.run<Backend>(backend, [2]);
    expect(after?.pid).toBe(before?.pid);
  });

  it('that does not answer in time is closed, and another one is taken', async () => {
    const connection = new StatementConnection(dataSource, 300);
    const [before] = await connection.run<Backend>(backend, [1]);
    await expect(connection.run(sleep, [5])).rejects.toThrow('timeout');
    const [after] = await connection.run<Backend>(backend, [2]);
    expect(after?.pid).not.toBe(before?.pid);
  });

  it('that is cut while nothing runs is replaced', async () => {
    const connection = new StatementConnection(dataSource);
    const [before] = await connection.run<Backend>(backend, [1]);
    await dataSource.query('SELECT pg_terminate_backend($1)', [before?.pid]);
    const after = await until('another connection', () => connection.run<Backend>(backend, [2]).catch(() => []), {
      accept: ([row]) => row !== undefined,
    });
    expect(after[0]?.pid).not.toBe(before?.pid);
  });

  it('is given back to the pool when nobody uses it', async () => {
    const pools = new StatementConnection(dataSource);
    await Promise.all([pools, new StatementConnection(dataSource)].map((one) => one.run(backend, [1])));
    // Both of the pool are held now: this waits until one is given back.
    expect(await dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
