import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RecordLane } from '../../desired/routes.js';
import { createDataSource, runMigrations } from '@ilium/persistence';
import { silentLogger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../../../dev/src/test-environment.js';
import { entities, migrations } from '../../database.js';
import { StoredRoutes } from '../../desired/route-stored.js';
import { byIndexSql } from '../../desired/sql.js';
import { DocumentMaker } from './document-maker.js';
import { leftSql } from './sql.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let dataSource: DataSource;
let maker: DocumentMaker;

beforeAll(async () => {
  database = await createDatabase();
  const applicationName = 'left documents test';
  dataSource = createDataSource({ url: database.url, entities, migrations, applicationName });
  await runMigrations(dataSource);
  const settings = { target: 'fhir', base: 'https://ilium.example/fhir', timeZone: 'America/New_York' };
  maker = new DocumentMaker(dataSource, 'repository', settings);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});
beforeEach(() => dataSource.query('TRUNCATE documents, desired_records, desired_bodies, routed_targets'));

/** So many sessions, each of a procedure and ten scores that one document tells. */
async function sessions(count: number): Promise<void> {
  await dataSource.query(
    `INSERT INTO desired_records (target, key, lane, resource_type, revision, bytes, refers_to, retracted, state)
     SELECT 'fhir', type || '/' || session || '-' || part, 'document', type, 1, 2, '{}', false, 'waiting'
       FROM generate_series(1, $1::integer) AS session,
            LATERAL (SELECT 'Procedure' AS type, 0 AS part UNION ALL SELECT 'Observation', generate_series(1, 10)) AS record`,
    [count],
  );
  await dataSource.query(
    `INSERT INTO documents (target, key, patient, digest, is_over, told, replaces, former)
     SELECT 'fhir', 'DocumentReference/d' || session, 'A', 'd', false,
            array_prepend('Procedure/' || session || '-0', ARRAY(SELECT 'Observation/' || session || '-' || part FROM generate_series(1, 10) AS part)),
            '{}', '{}'
       FROM generate_series(1, $1::integer) AS session`,
    [count],
  );
}

/** As at a start with another site file. */
async function reroute(lanes: Readonly<Record<string, RecordLane>>): Promise<void> {
  const destination = { name: 'fhir', site: null, lanes, systemOfRecord: {}, patients: 'referenced' } as const;
  const routes = new StoredRoutes(dataSource, silentLogger, { pageSize: 7, tellEveryMs: 60_000 });
  await routes.reroute(destination, new AbortController().signal);
}

async function left(): Promise<number> {
  return (await maker.left()).length;
}

describe('documents that may be left', () => {
  it('are those of which nothing goes into documents any more', async () => {
    await sessions(3);
    expect(await left()).toBe(0);
    await reroute({ Procedure: 'repository', usual: 'document' });
    expect(await left()).toBe(0);
    await reroute({ usual: 'repository' });
    expect(await left()).toBe(3);
    await reroute({ usual: 'document' });
    expect(await left()).toBe(0);
  });

  it('are none of those whose records are kept here only', async () => {
    await sessions(1);
    await reroute({ usual: 'none' });
    expect(await left()).toBe(0);
    await reroute({ Procedure: 'repository', usual: 'none' });
    expect(await left()).toBe(1);
  });

  it('are found in the next pass where they were written by the lanes of before', async () => {
    await sessions(2);
    await reroute({ usual: 'repository' });
    await dataSource.query('UPDATE documents SET may_be_left = false');
    expect(await left()).toBe(0);
    await reroute({ usual: 'repository' });
    expect(await left()).toBe(2);
  });

  it('are looked for among themselves, however many documents stand', async () => {
    await sessions(2_000);
    await dataSource.query(
      `UPDATE desired_records SET lane = 'repository', state = 'delivered' WHERE key LIKE '%/7-%' OR key LIKE 'Observation/%'`,
    );
    await dataSource.query(`UPDATE documents SET may_be_left = true WHERE key = 'DocumentReference/d7'`);
    await dataSource.query('ANALYZE documents, desired_records, read_backs');
    const plan = await dataSource.transaction(async (manager) => {
      await manager.query(byIndexSql);
      const lines: { 'QUERY PLAN': string }[] = await manager.query(
        `EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) ${leftSql}`,
        ['fhir'],
      );
      return lines.map((line) => line['QUERY PLAN']).join('\n');
    });
    expect(plan).toContain('documents_left');
    const [, hit, , missed = '0'] = /Buffers: shared hit=(\d+)( read=(\d+))?/.exec(plan) ?? [];
    // The tables have hundreds of pages.
    expect(Number(hit) + Number(missed)).toBeLessThan(100);
    expect(await maker.left()).toMatchObject([{ key: 'DocumentReference/d7', isThere: true }]);
  });
});
