import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createDatabase, type TestDatabase } from '../../../dev/src/test-environment.js';
import { provisionSchema } from './provision-schema.js';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}

const insufficientPrivilege = '42501';

describe('provisionSchema', () => {
  let database: TestDatabase;
  /** Roles belong to the whole server: names of this file's own. */
  let names: { mapper: string; analytics: string };
  let mapperUrl: string;
  let analyticsUrl: string;

  beforeAll(async () => {
    database = await createDatabase();
    names = { mapper: `${database.name}_mapper`, analytics: `${database.name}_analytics` };
    await query(database.url, 'CREATE TABLE public.of_admin (id integer)');
    mapperUrl = await provisionSchema(database.url, { schema: 'mapper', role: names.mapper, password: `a'b"c@/` });
    analyticsUrl = await provisionSchema(database.url, {
      schema: 'analytics',
      role: names.analytics,
      password: 'word',
    });
    await query(analyticsUrl, 'CREATE TABLE facts (id integer)');
  });
  afterAll(async () => {
    await database.drop();
    await query(adminDatabase(database.url), `DROP ROLE ${names.mapper}, ${names.analytics}`);
  });

  it('returns a URL whose role works in its own schema without naming it', async () => {
    await query(mapperUrl, 'CREATE TABLE facts (id integer)');
    expect(
      await query(mapperUrl, `SELECT current_user, 'facts'::regclass::oid::regclass::text AS facts, current_schema()`),
    ).toEqual([{ current_user: names.mapper, facts: 'facts', current_schema: 'mapper' }]);
    expect(await query(database.url, 'SELECT * FROM mapper.facts')).toEqual([]);
  });

  it.each([
    ["reading another service's table", 'SELECT * FROM analytics.facts'],
    ["creating a table in another service's schema", 'CREATE TABLE analytics.mine (id integer)'],
    ['reading a table in public', 'SELECT * FROM public.of_admin'],
    ['creating a table in public', 'CREATE TABLE public.mine (id integer)'],
    ['creating a schema', 'CREATE SCHEMA mine'],
    ['creating a temporary table', 'CREATE TEMPORARY TABLE mine (id integer)'],
    ['creating a database', 'CREATE DATABASE mine'],
    ['creating a role', 'CREATE ROLE mine'],
    ['reading passwords', 'SELECT * FROM pg_authid'],
    ["reading the server's files", `SELECT pg_read_file('PG_VERSION')`],
    ['running programs on the server', `COPY (SELECT 1) TO PROGRAM 'true'`],
  ])('refuses the role %s', async (_what, sql) => {
    await expect(query(mapperUrl, sql)).rejects.toMatchObject({ code: insufficientPrivilege });
  });

  it('refuses the role to become another', async () => {
    await expect(query(mapperUrl, `SET ROLE ${names.analytics}`)).rejects.toMatchObject({
      code: insufficientPrivilege,
    });
  });

  it('owns nothing but its schema and what is in it', async () => {
    const owned = await query(
      database.url,
      `SELECT DISTINCT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relowner = '${names.mapper}'::regrole AND n.nspname <> 'pg_toast'
        UNION SELECT nspname FROM pg_namespace WHERE nspowner = '${names.mapper}'::regrole`,
    );
    expect(owned).toEqual([{ nspname: 'mapper' }]);
  });

  it('changes nothing but the password when it runs again, and keeps the data', async () => {
    await query(analyticsUrl, 'INSERT INTO facts VALUES (7)');
    const again = await provisionSchema(database.url, {
      schema: 'analytics',
      role: names.analytics,
      password: 'other',
    });
    expect(await query(again, 'SELECT id FROM facts')).toEqual([{ id: 7 }]);
  });

  it('survives several of its kind at once', async () => {
    const role = names.analytics;
    const urls = await Promise.all(
      Array.from({ length: 6 }, () => provisionSchema(database.url, { schema: 'analytics', role, password: 'third' })),
    );
    expect(new Set(urls).size).toBe(1);
    expect(await query(urls[0] ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it.each(['public', 'pg_x', 'Mapper', 'a-b', `x"; DROP SCHEMA y; --`, ''])('refuses %j as a name', async (name) => {
    await expect(provisionSchema(database.url, { schema: name, role: 'fine', password: 'word' })).rejects.toMatchObject(
      {
        code: 'NAME_INVALID',
      },
    );
  });
});

function adminDatabase(url: string): string {
  const admin = new URL(url);
  admin.pathname = '/postgres';
  return admin.href;
}
