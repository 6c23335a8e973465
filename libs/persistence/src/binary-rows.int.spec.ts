import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource, QueryRunner } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../dev/src/test-environment.js';
import { binaryRows } from './binary-rows.js';
import { createDataSource } from './data-source.js';

let database: TestDatabase;
let dataSource: DataSource;
let runner: QueryRunner;

beforeAll(async () => {
  database = await createDatabase();
  dataSource = createDataSource({ url: database.url, entities: [], migrations: [], applicationName: 'rows test' });
  await dataSource.initialize();
  runner = dataSource.createQueryRunner();
});

afterAll(async () => {
  await runner.release();
  await dataSource.destroy();
  await database.drop();
});

async function read(sql: string, parameters: readonly (string | readonly string[])[] = []): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const fields of binaryRows(runner, sql, parameters))
    rows.push(fields.map((field) => field.toString('hex')));
  return rows;
}

describe('rows as bytes', () => {
  it('come as PostgreSQL sends them', async () => {
    expect(await read(`SELECT int4send(-2), 'ä'::text, NULL::bytea, float8send(1.5)`)).toEqual([
      ['fffffffe', 'c3a4', '', '3ff8000000000000'],
    ]);
  });

  it('are none where there are none', async () => {
    expect(await read('SELECT 1 WHERE false')).toEqual([]);
  });

  it('come whole, however they are cut on the way', async () => {
    const lengths = [0, 1, 65_535, 65_536, 300_000];
    const rows = await read(
      `SELECT convert_to(repeat('x', length), 'UTF8') FROM unnest(ARRAY[${lengths.join(', ')}]) AS length, generate_series(1, 20)`,
    );
    const expected = lengths.flatMap((length) => Array<number>(20).fill(length));
    expect(rows.map(([field = '']) => field.length / 2)).toEqual(expected);
    expect(rows.every(([field = '']) => /^(78)*$/.test(field))).toBe(true);
  });

  it('take values, whatever is in them', async () => {
    const nasty = `it's \\ "$1"`;
    expect(await read('SELECT $1::text, $2', [nasty, ['a', nasty]])).toEqual([
      [Buffer.from(nasty).toString('hex'), expect.stringContaining(Buffer.from(nasty).toString('hex'))],
    ]);
    expect(await read(`SELECT 1 WHERE 'a' = ANY ($1)`, [[]])).toEqual([]);
  });

  it('say which value is not given', async () => {
    await expect(read('SELECT $2::text', ['a'])).rejects.toThrow(/wants a parameter 2, and has 1/);
  });

  it('leave a connection to ask again, when they are not read to their end', async () => {
    for await (const [field] of binaryRows(runner, `SELECT repeat('x', 1000) FROM generate_series(1, 100000)`)) {
      expect(field).toHaveLength(1000);
      break;
    }
    expect(await runner.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('fail as the statement does, and leave a connection to ask again', async () => {
    await expect(read('SELECT 1 / (3 - n) FROM generate_series(1, 5) AS n')).rejects.toThrow(/division by zero/);
    expect(await read('SELECT int2send(7::int2)')).toEqual([['0007']]);
  });
});
