import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDataSource, runMigrations } from '@ilium/persistence';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../../dev/src/test-environment.js';
import { entities, migrations } from '../database.js';
import { IncomingRecords } from '../desired/incoming-records.js';
import { toDesiredRow } from '../desired/to-desired-row.js';
import { digestOf } from '../lanes/create-only/content.js';
import { desired } from '../testing/records.js';
import { WorkRepository } from './work.repository.js';

const key = 'Procedure/p1';
const told = desired(key, { revision: 3 });
let database: TestDatabase;
let dataSource: DataSource;
let work: WorkRepository;

beforeAll(async () => {
  database = await createDatabase();
  dataSource = createDataSource({ url: database.url, entities, migrations, applicationName: 'work test' });
  await runMigrations(dataSource);
  work = new WorkRepository(dataSource);
});

beforeEach(async () => {
  await dataSource.query('TRUNCATE desired_records, desired_bodies, source_identities');
  const incoming = new IncomingRecords([
    { name: 'ehr', site: null, lanes: { usual: 'create-only' }, systemOfRecord: {}, patients: 'referenced' },
  ]);
  await dataSource.transaction((manager) => incoming.keep(manager, [toDesiredRow({ ...told, site: null })]));
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

async function leave(state: string): Promise<void> {
  await dataSource.query(`UPDATE desired_records SET state = $1, next_attempt_at = NULL, intent_at = now()`, [state]);
}

async function row(): Promise<unknown> {
  const [found] = await dataSource.query<unknown[]>(
    `SELECT state, delivered_revision::float8 AS delivered, server_id AS place, sent_digest AS digest,
            next_attempt_at IS NOT NULL AS "isDue", intent_at IS NOT NULL AS "isIntended" FROM desired_records`,
  );
  return found;
}

describe('what a person says of a record', () => {
  it.each([
    [
      'done',
      undefined,
      { state: 'delivered', delivered: 3, digest: digestOf(JSON.stringify(told.resource)), isDue: false },
    ],
    ['send-again', undefined, { state: 'pending', delivered: null, place: null, isDue: true, isIntended: false }],
    ['found', 'Procedure/17', { state: 'pending', place: 'Procedure/17', isDue: true, isIntended: false }],
  ] as const)('%s', async (as, place, expected) => {
    await leave('outcome-unknown');
    const { items } = await work.page({ limit: 10 });
    expect(items).toMatchObject([{ target: 'ehr', key, state: 'outcome-unknown', revision: 3 }]);
    expect(await work.settle('ehr', key, { revision: 3, by: 'A. Person', as, place })).toBe(true);
    expect(await row()).toMatchObject(expected);
  });

  it.each([
    ['what does not wait for anybody', 'pending', 3],
    ['a newer revision', 'by-hand', 2],
  ])('does not settle %s', async (_what, state, revision) => {
    await leave(state);
    expect(await work.settle('ehr', key, { revision, by: 'A. Person', as: 'done' })).toBe(false);
  });
});
