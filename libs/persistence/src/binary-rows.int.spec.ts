import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource, QueryRunner } from 'typeorm';
import { createDatabase, until, type TestDatabase } from '../../../dev/src/test-environment.js';
import { readBinaryRows } from './binary-rows.js';
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
  await readBinaryRows(runner, { sql, parameters }, (columns) =>
    rows.push(columns.map((column) => column.toString('hex'))),
  );
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

  it('are told no further once somebody fails at one, and leave a connection to ask again', async () => {
    let told = 0;
    const reading = readBinaryRows(runner, { sql: `SELECT repeat('x', 1000) FROM generate_series(1, 10000)` }, () => {
      told += 1;
      if (told === 3) throw new RangeError('No more, please.');
    });
    await expect(reading).rejects.toThrow('No more, please.');
    expect(told).toBe(3);
    expect(await runner.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('fail with what failed first', async () => {
    const fail = () => {
      throw new RangeError('This came first.');
    };
    const reading = readBinaryRows(runner, { sql: 'SELECT 1 / (5000 - n) FROM generate_series(1, 9000) AS n' }, fail);
    await expect(reading).rejects.toThrow('This came first.');
  });

  it('fail where the connection breaks', async () => {
    const own = dataSource.createQueryRunner();
    try {
      const [{ pid } = { pid: 0 }]: { pid: number }[] = await own.query('SELECT pg_backend_pid() AS pid');
      const sql = 'SELECT pg_sleep(60)';
      const outcome = readBinaryRows(own, { sql }, () => undefined).then(() => 'read', String);
      await until('it to be asked', async () => {
        const [row]: { isAsked: boolean }[] = await runner.query(
          `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $1 AND query LIKE '%pg_sleep%') AS "isAsked"`,
          [pid],
        );
        return row?.isAsked === true;
      });
      await runner.query('SELECT pg_terminate_backend($1)', [pid]);
      expect(await outcome).toMatch(/terminat/);
    } finally {
      await own.release();
    }
  });

  it('fail as the statement does, and leave a connection to ask again', async () => {
    await expect(read('SELECT 1 / (3 - n) FROM generate_series(1, 5) AS n')).rejects.toThrow(/division by zero/);
    expect(await read('SELECT int2send(7::int2)')).toEqual([['0007']]);
  });
});
