import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDataSource, runMigrations } from '@ilium/persistence';
import type { DataSource } from 'typeorm';
import { createDatabase, until, type TestDatabase } from '../../../../dev/src/test-environment.js';
import { entities, migrations } from '../database.js';
import { heldRecordsSql, overlaidPatientsSql } from '../desired/held-counts.js';
import { IncomingRecords } from '../desired/incoming-records.js';
import { alongIndexSql } from '../desired/sql.js';
import { toDesiredRow } from '../desired/to-desired-row.js';
import { digestOf } from '../lanes/create-only/content.js';
import { desired, desiredPatient } from '../testing/records.js';
import { waitingForLocks } from '../testing/waiting-for-locks.js';
import { WorkRepository } from './work.repository.js';
import { lockPlaceSql, pageSql } from './work-sql.js';
import { listedStates, type WorkQuery } from './work.schema.js';

const key = 'Procedure/p1';
const told = desired(key, { revision: 3 });
const incoming = new IncomingRecords([
  { name: 'ehr', site: null, lanes: { usual: 'create-only' }, systemOfRecord: {}, patients: 'referenced' },
]);
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
  await dataSource.query(
    'TRUNCATE desired_records, desired_bodies, source_identities, identity_doubts, identity_decisions, documents',
  );
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

/** A record of its own beside the one that there is, as the target is to have it. */
async function another(otherKey: string, columns: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const said = desired(otherKey);
  await dataSource.transaction((manager) => incoming.keep(manager, [toDesiredRow({ ...said, site: null })]));
  for (const [column, value] of Object.entries(columns)) {
    await dataSource.query(`UPDATE desired_records SET ${column} = $2 WHERE key = $1`, [otherKey, value]);
  }
}

describe('a place that a person has found a record at', () => {
  const found = { revision: 3, by: 'A. Person', as: 'found', place: 'Procedure/17' } as const;

  beforeEach(() => leave('outcome-unknown'));

  it('is not another record’s of ours', async () => {
    await another('Procedure/p2', { server_id: 'Procedure/17' });
    expect(await work.settle('ehr', key, found)).toBe(false);
    expect(await work.isTaken('ehr', key, 'Procedure/17')).toBe(true);
    expect(await work.settle('ehr', key, { ...found, place: 'Procedure/18' })).toBe(true);
  });

  it('is not where another record stands under an id of ours', async () => {
    await another('Procedure/p2', { lane: 'repository' });
    expect(await work.settle('ehr', key, { ...found, place: 'Procedure/p2' })).toBe(false);
  });

  it('is not that of an earlier document', async () => {
    await dataSource.query(
      `INSERT INTO documents (target, key, patient, is_over, told, replaces, former)
       VALUES ('ehr', 'DocumentReference/d1', '', false, '{}', '{}', '{DocumentReference/17}')`,
    );
    expect(await work.isTaken('ehr', 'DocumentReference/d2', 'DocumentReference/17')).toBe(true);
  });

  it('may be its own, and one that another target has', async () => {
    await another('Procedure/p2', { server_id: 'Procedure/17', target: 'registry' });
    expect(await work.settle('ehr', key, found)).toBe(true);
    await dataSource.query(`UPDATE desired_records SET state = 'outcome-unknown' WHERE key = $1`, [key]);
    expect(await work.settle('ehr', key, found)).toBe(true);
  });

  it('is one record’s where two persons find two records there at once', async () => {
    await another('Procedure/p2', { state: 'outcome-unknown' });
    const two = await Promise.all([
      work.settle('ehr', key, found),
      work.settle('ehr', 'Procedure/p2', { ...found, revision: 1 }),
    ]);
    expect(two.toSorted()).toEqual([false, true]);
  });
});

describe('two persons who find two records at one place', () => {
  it('wait for each other, so that the second one sees what the first one said', async () => {
    await leave('outcome-unknown');
    await another('Procedure/p2', { state: 'outcome-unknown' });
    const first = dataSource.createQueryRunner();
    await first.startTransaction();
    await first.query(lockPlaceSql, ['ehr', 'Procedure/17']);
    await first.query(`UPDATE desired_records SET server_id = 'Procedure/17' WHERE key = 'Procedure/p2'`);
    const said = { revision: 3, by: 'A. Person', as: 'found', place: 'Procedure/17' } as const;
    const second = work.settle('ehr', key, said);
    await until('the second to wait', () => waitingForLocks(dataSource), { accept: (count) => count === 1 });
    await first.commitTransaction();
    await first.release();
    expect(await second).toBe(false);
  });
});

describe('what a person says', () => {
  it('is not about a revision that comes meanwhile', async () => {
    await leave('outcome-unknown');
    const coming = dataSource.createQueryRunner();
    await coming.startTransaction();
    await incoming.keep(coming.manager, [toDesiredRow({ ...desired(key, { revision: 4 }), site: null })]);
    const settled = work.settle('ehr', key, { revision: 3, by: 'A. Person', as: 'done' });
    await until('the person to wait', () => waitingForLocks(dataSource), { accept: (count) => count === 1 });
    await coming.commitTransaction();
    await coming.release();
    expect(await settled).toBe(false);
    expect(await row()).toMatchObject({ state: 'pending', delivered: null });
  });

  it('counts once, where two settle a record at once', async () => {
    await leave('outcome-unknown');
    const said = { revision: 3, by: 'A. Person' } as const;
    const two = await Promise.all([
      work.settle('ehr', key, { ...said, as: 'done' }),
      work.settle('ehr', key, { ...said, as: 'send-again' }),
    ]);
    expect(two.toSorted()).toEqual([false, true]);
  });
});

describe('the list of work', () => {
  const reasons = ['identity-mismatch', 'patient-ambiguous', 'no-session'] as const;

  beforeEach(async () => {
    await leave('refused');
    for (const [index, reason] of reasons.entries())
      await another(`Observation/o${index}`, { state: 'waiting', reason });
    await another('Observation/o3', { state: 'waiting', reason: 'patient-not-found' });
    await dataSource.query(`UPDATE desired_records SET lane = 'document' WHERE reason = 'no-session'`);
  });

  it('names what waits for a person, each with what can be done, and nothing that goes on by itself', async () => {
    const { items, after } = await work.page({ limit: 10 });
    expect(items.map(({ key: listed, state, reason }) => [listed, state, reason])).toEqual([
      ['Observation/o0', 'waiting', 'identity-mismatch'],
      ['Observation/o1', 'waiting', 'patient-ambiguous'],
      ['Observation/o2', 'waiting', 'no-session'],
      [key, 'refused', null],
    ]);
    expect(new Set(items.map(({ remedy }) => remedy)).size).toBe(4);
    expect(items.every(({ remedy }) => remedy.length > 50)).toBe(true);
    expect(after).toBeNull();
  });

  it('is asked for by state, by reason, and by target', async () => {
    const keysOf = async (query: Partial<WorkQuery>) =>
      (await work.page({ limit: 10, ...query })).items.map((item) => item.key);
    expect(await keysOf({ state: 'waiting' })).toEqual(['Observation/o0', 'Observation/o1', 'Observation/o2']);
    expect(await keysOf({ state: 'refused' })).toEqual([key]);
    expect(await keysOf({ reason: 'no-session' })).toEqual(['Observation/o2']);
    expect(await keysOf({ reason: 'no-session', state: 'refused' })).toEqual([]);
    expect(await keysOf({ target: 'registry' })).toEqual([]);
  });

  it('comes page by page, and names a Patient that waits and is in doubt twice', async () => {
    await dataSource.transaction((manager) => {
      const row = toDesiredRow({ ...desiredPatient('1', { birthDate: '1961' }), site: null });
      return incoming.keep(manager, [row]);
    });
    await dataSource.query(`UPDATE source_identities SET overlay_since = now()`);
    await dataSource.query(
      `UPDATE desired_records SET state = 'waiting', reason = 'overlay-suspected' WHERE key = 'Patient/s1'`,
    );
    const listed: string[] = [];
    let after: string | undefined;
    do {
      const page = await work.page({ limit: 1, ...(after === undefined ? {} : { after }) });
      listed.push(...page.items.map((item) => `${item.key} ${item.state}`));
      after = page.after ?? undefined;
    } while (after !== undefined);
    expect(listed).toEqual([
      'Observation/o0 waiting',
      'Observation/o1 waiting',
      'Observation/o2 waiting',
      'Patient/s1 overlay-suspected',
      'Patient/s1 waiting',
      `${key} refused`,
    ]);
  });

  it.each<readonly [string, string, readonly unknown[]]>([
    ['its first page', pageSql, [null, listedStates, null, '', '', '', 100]],
    ['a page further on', pageSql, ['ehr', ['waiting'], 'no-session', 'ehr', 'Observation/o1', 'waiting', 100]],
    ['what is held, counted', heldRecordsSql, []],
    ['Patients in doubt, counted', overlaidPatientsSql, []],
  ])('is found without reading what does not wait for a person: %s', async (_what, sql, parameters) => {
    await dataSource.query(
      `INSERT INTO desired_records
              (target, key, lane, resource_type, revision, bytes, subject, refers_to, retracted, state, reason)
       SELECT 'ehr', 'Procedure/many' || n, 'repository', 'Procedure', 1, 1, 'Patient?|' || n % 5000, '{}', false,
              (ARRAY['delivered', 'pending', 'waiting'])[n % 3 + 1], CASE n % 3 WHEN 2 THEN 'patient-not-found' END
         FROM generate_series(1, 20000) AS n`,
    );
    await dataSource.query(
      `INSERT INTO source_identities (subject, key, revision, known, said, overlay_since)
       SELECT 'Patient?|' || n, 'Procedure/many' || n, 1, '{}', '{}', CASE WHEN n <= 3 THEN now() END
         FROM generate_series(0, 4999) AS n`,
    );
    const plan = await dataSource.transaction(async (manager) => {
      await manager.query(alongIndexSql);
      const lines: { 'QUERY PLAN': string }[] = await manager.query(
        `EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) ${sql}`,
        [...parameters],
      );
      return lines.map((line) => line['QUERY PLAN']).join('\n');
    });
    expect(plan).not.toContain('Seq Scan on desired_records');
    const [, hit, , missed = '0'] = /Buffers: shared hit=(\d+)( read=(\d+))?/.exec(plan) ?? [];
    // The table has hundreds of pages.
    expect(Number(hit) + Number(missed)).toBeLessThan(60);
  });
});
