import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createLogger } from '@ilium/observability';
import { createDataSource, runMigrations } from '@ilium/persistence';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../../dev/src/test-environment.js';
import { entities, migrations } from '../database.js';
import { StoredRoutes } from './route-stored.js';
import type { Destination } from './routes.js';

jest.setTimeout(30_000);

const rows = 25;
const logged: string[] = [];
const logger = createLogger({
  service: 'test',
  level: 'info',
  destination: { write: (line) => void logged.push(line) },
});
const ehr: Destination = { name: 'ehr', site: null, lanes: {}, systemOfRecord: {}, patients: 'referenced' };
const createOnly: Destination = { ...ehr, lanes: { usual: 'create-only' } };
const registry: Destination = { ...ehr, name: 'registry' };
const goOn = new AbortController().signal;

let database: TestDatabase;
let dataSource: DataSource;
let routes: StoredRoutes;

beforeAll(async () => {
  database = await createDatabase();
  dataSource = createDataSource({ url: database.url, entities, migrations, applicationName: 'routing test' });
  await dataSource.initialize();
  await runMigrations(dataSource);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  logged.length = 0;
  await dataSource.query('TRUNCATE desired_records, routed_targets');
  await dataSource.query(
    `INSERT INTO desired_records (target, key, lane, resource_type, revision, bytes, refers_to, retracted, state, next_attempt_at)
     SELECT 'ehr', 'Procedure/p' || number, 'repository', 'Procedure', 1, 10, '{}', false, 'pending', now()
       FROM generate_series(1, $1) AS number`,
    [rows],
  );
  routes = new StoredRoutes(dataSource, logger, { pageSize: 4, tellEveryMs: 0 });
});

async function count(condition: string): Promise<number> {
  const [row]: { count: number }[] = await dataSource.query(
    `SELECT count(*)::integer AS count FROM desired_records WHERE ${condition}`,
  );
  return row?.count ?? 0;
}

/** Told to stop when this has been asked for so often. */
function stopAfter(pages: number): AbortSignal {
  const { signal } = new AbortController();
  let asked = 0;
  return Object.defineProperty(signal, 'aborted', { get: () => (asked += 1) > pages });
}

describe('what is stored', () => {
  it('follows a lane that was changed, page by page, and tells how far it is', async () => {
    expect(await routes.reroute(createOnly, goOn)).toBe(true);
    expect(await count(`lane = 'create-only'`)).toBe(rows);
    const told = logged.map((line) => JSON.parse(line) as { rows: number });
    expect(told.map((line) => line.rows)).toEqual([4, 8, 12, 16, 20, 24, 25, 25]);
  });

  it('can be stopped between two pages, and goes on without doing again what is done', async () => {
    expect(await routes.reroute(createOnly, stopAfter(2))).toBe(false);
    expect(await count(`lane = 'create-only'`)).toBe(8);
    logged.length = 0;
    expect(await routes.reroute(createOnly, goOn)).toBe(true);
    expect(await count(`lane = 'create-only'`)).toBe(rows);
    expect(JSON.parse(logged.at(-1) ?? '{}')).toMatchObject({ rows, changed: rows - 8 });
  });

  it('is changed once when two instances are at it', async () => {
    const all = [routes, new StoredRoutes(dataSource, logger, { pageSize: 3, tellEveryMs: 60_000 })];
    expect(await Promise.all(all.map((one) => one.reroute(createOnly, goOn)))).toEqual([true, true]);
    expect(await Promise.all(all.map((one) => one.complete(registry, goOn)))).toEqual([true, true]);
    expect(await count(`target = 'ehr' AND lane = 'create-only'`)).toBe(rows);
    expect(await count(`target = 'registry' AND lane = 'repository' AND state = 'pending'`)).toBe(rows);
    const ends = logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg.includes('follows'));
    const total = (target: string) =>
      ends.filter((one) => one.target === target).reduce((sum, { changed }) => sum + changed, 0);
    expect([total('ehr'), total('registry')]).toEqual([rows, rows]);
  });

  it('is given to a further target page by page', async () => {
    expect(await routes.complete(registry, stopAfter(1))).toBe(false);
    expect(await count(`target = 'registry'`)).toBe(4);
    expect(await routes.complete(registry, goOn)).toBe(true);
    expect(await count(`target = 'registry'`)).toBe(rows);
  });
});

describe('a target', () => {
  it('follows once it was gone through, until the site file wants something else of it', async () => {
    expect(await routes.following([ehr])).toEqual(new Set());
    await routes.routed(ehr);
    expect(await routes.following([ehr, registry])).toEqual(new Set(['ehr']));
    expect(await routes.following([createOnly])).toEqual(new Set());
    expect(await routes.following([{ ...ehr, systemOfRecord: { Procedure: 'target' } }])).toEqual(new Set());
  });

  it('that was left out for a while is gone through again', async () => {
    await routes.routed(registry);
    await routes.following([ehr]);
    expect(await routes.following([ehr, registry])).toEqual(new Set());
  });
});
