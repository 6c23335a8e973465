import { createDataSource, runMigrations } from '@ilium/persistence';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDatabase, until, type TestDatabase } from '../../../../dev/src/test-environment.js';
import { entities, migrations } from '../database.js';
import { waitingForLocks } from '../testing/waiting-for-locks.js';
import { DesiredRecordsRepository, type Claim } from './desired-records.repository.js';
import type { Settlement } from './settlement.js';

const [own, score, subject] = ['Procedure/own', 'Observation/score', 'Patient?urn:oid:1.2.3|1'];
const size = { records: 1, bytes: 1_000_000, singles: 1 };
const hourMs = 3_600_000;

let database: TestDatabase;
let dataSource: DataSource;
/** Of two instances: what one of them settles, the other does not wait for. */
let records: readonly [DesiredRecordsRepository, DesiredRecordsRepository];

beforeAll(async () => {
  database = await createDatabase();
  dataSource = createDataSource({ url: database.url, entities, migrations, applicationName: 'naming test' });
  await runMigrations(dataSource);
  records = [new DesiredRecordsRepository(dataSource, 't'), new DesiredRecordsRepository(dataSource, 't')];
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(() => dataSource.query('TRUNCATE desired_records, desired_bodies, identity_doubts'));

/** Of the target's own, which was not found yet; and ours, which names it by identifier only. */
async function keep(key: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
  const row = { target: 't', key, resource_type: 'x', revision: 1, bytes: 2, subject, refers_to: [], retracted: false };
  await dataSource.query('INSERT INTO desired_bodies VALUES ($1, $2)', [key, '{}']);
  await dataSource.query(
    `INSERT INTO desired_records SELECT * FROM jsonb_populate_record(NULL::desired_records,
       jsonb_build_object('revised_at', now(), 'attempts', 0, 'is_shared', false, 'entered_by_hand', false, 'next_attempt_at', now()) || $1)`,
    [JSON.stringify({ ...row, ...fields })],
  );
}

async function claimBoth(): Promise<readonly [Claim, Claim]> {
  await keep(score, { lane: 'repository', state: 'delivered', delivered_revision: 1, named_only: [own] });
  const naming = await records[0].claim(size, hourMs);
  await keep(own, { lane: 'native', state: 'native', attempts: 1 });
  return [naming, await records[1].claim(size, hourMs)];
}

const nothing = { revision: 1, reason: null, attempts: 0, delayMs: 0, outcome: null, doubtMs: 0, serverVersion: null };
const foundNow: Settlement = { ...nothing, key: own, state: 'native', serverId: 'Procedure/theirs' };
const stays: Settlement = { ...nothing, key: score, state: 'delivered', delayMs: hourMs };

describe('the target’s own record, found while one that names it', () => {
  it('is in hand, and not written: that one goes once more', async () => {
    const [naming, found] = await claimBoth();
    await records[1].settle(found.lease, [foundNow]);
    await records[0].settle(naming.lease, [stays]);
    expect(await records[0].msUntilDue()).toBe(0);
  });

  it('is being settled: that one goes once more', async () => {
    const [naming, found] = await claimBoth();
    const holder = dataSource.createQueryRunner();
    await holder.startTransaction();
    // So the first settlement stays open, at its last statement.
    await holder.query('LOCK TABLE identity_doubts IN EXCLUSIVE MODE');
    const identityDoubt = { subject, digest: 'of what differs' };
    const settled = records[0].settle(naming.lease, [{ ...stays, namedOnly: [own], identityDoubt }]);
    await until('the settlement to wait', () => waitingForLocks(dataSource), { accept: (count) => count === 1 });
    const alsoSettled = records[1].settle(found.lease, [foundNow]);
    await until('the other one to wait', () => waitingForLocks(dataSource), { accept: (count) => count === 2 });
    await holder.commitTransaction();
    await holder.release();
    await Promise.all([settled, alsoSettled]);
    expect(await records[0].msUntilDue()).toBe(0);
  });
});
