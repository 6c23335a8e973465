import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import { TargetFault } from '../faults/target-fault.js';
import type { EntryAnswer } from '../target/bundle.js';
import { DeliveryBed } from '../testing/delivery-bed.js';
import type { Instance } from '../testing/instance.js';
import { ReadBackBed } from '../testing/read-back-bed.js';
import { desired } from '../testing/records.js';

jest.setTimeout(30_000);

let bed: DeliveryBed;
let instance: Instance;
let reading: ReadBackBed;
beforeAll(async () => {
  bed = await DeliveryBed.open();
});
beforeEach(async () => {
  await bed.begin();
  instance = await bed.start();
  reading = new ReadBackBed(instance.dataSource, bed.server);
});
afterEach(async () => {
  await reading.stop();
  await instance.dataSource.query('TRUNCATE read_backs');
  await bed.end();
});
afterAll(() => bed.close());

/** Delivers records, and returns them as they were sent. */
async function deliver(keys: readonly string[], revision = 1) {
  await instance.receive(keys.map((key) => desired(key, { revision })));
  await until('the delivery', () => Promise.all(keys.map((key) => instance.record(key))), {
    accept: (all) => all.every((record) => record.deliveredRevision === revision),
  });
  return keys.map((key) => reading.sent(key, revision));
}

const withFields = (fields: object) => (answer: EntryAnswer) => ({
  ...answer,
  resource: { ...Object(answer.resource), ...fields },
});
const first = { after: ['', ''] as const, limit: 10, weight: null, target: null };

async function rowsRead(count: number): Promise<void> {
  const sql = 'SELECT key FROM read_backs WHERE compared_at IS NOT NULL AND due_at IS NULL';
  await until('the comparison', () => instance.dataSource.query(sql), { accept: (rows) => rows.length === count });
}

describe('reading back', () => {
  it('leaves alone what the server returns as it was sent, and keeps nothing of it', async () => {
    const sent = await deliver(['Procedure/p1', 'Procedure/p2']);
    await reading.start().afterDelivery(sent);
    await rowsRead(2);
    expect(await reading.readBacks.page(first)).toEqual([]);
    expect(await instance.record('Procedure/p1')).toMatchObject({ state: 'delivered' });
    expect(await instance.dataSource.query('SELECT sent FROM read_backs WHERE sent IS NOT NULL')).toEqual([]);
    expect(await reading.metrics.metrics()).toMatch(/ilium_fhir_read_backs_total\{.*result="same".*\} 2/);
  });

  it('refuses a record that lost a meaning, and says where', async () => {
    const sent = await deliver(['Procedure/p1', 'Procedure/p2']);
    reading.lens = (answer, place) => (place.endsWith('p1') ? withFields({ status: 'unknown' })(answer) : answer);
    await reading.start().afterDelivery(sent);
    expect(await bed.settled(instance, 'Procedure/p1', 'refused')).toMatchObject({
      reason: 'read-back:status',
      deliveredRevision: null,
      outcome: { issue: [{ severity: 'error', expression: ['status'] }] },
    });
    await rowsRead(2);
    expect(await instance.record('Procedure/p2')).toMatchObject({ state: 'delivered' });
    expect(await reading.readBacks.page({ ...first, weight: 'meaning' })).toMatchObject([
      {
        target: 'fhir',
        key: 'Procedure/p1',
        revision: 1,
        changedSince: false,
        differences: [{ element: 'status', kind: 'changed' }],
      },
    ]);
    const metrics = await reading.metrics.metrics();
    expect(metrics).toMatch(/read_back_differences_total\{.*kind="changed".*weight="meaning".*\} 1/);
    expect(metrics).toMatch(/ilium_fhir_records_differing\{.*weight="meaning".*\} 1/);
    const { checks } = await reading.health.report();
    expect(checks['read-back']).toMatchObject({ status: 'up', reason: expect.stringContaining('1 records') });
  });

  it('notes a lost detail, and refuses nothing for it', async () => {
    reading.lens = withFields({ note: undefined });
    await reading.start().afterDelivery(await deliver(['Procedure/p1']));
    await rowsRead(1);
    expect(await instance.record('Procedure/p1')).toMatchObject({ state: 'delivered' });
    expect(await reading.readBacks.page({ ...first, weight: 'meaning' })).toEqual([]);
    expect(await reading.readBacks.page({ ...first, weight: 'detail' })).toMatchObject([{ key: 'Procedure/p1' }]);
  });

  it('does not blame the server for what somebody else changed since', async () => {
    reading.lens = (answer) => ({ ...withFields({ status: 'unknown' })(answer), version: '7' });
    await reading.start().afterDelivery(await deliver(['Procedure/p1']));
    await rowsRead(1);
    expect(await instance.record('Procedure/p1')).toMatchObject({ state: 'delivered' });
    expect(await reading.readBacks.page(first)).toMatchObject([{ changedSince: true }]);
  });

  it('tries again when the target is away, and when it answers with a fault', async () => {
    let faults = 0;
    reading.lens = (answer) => {
      faults += 1;
      if (faults === 1) throw new TargetFault({ name: 'time-out', remedy: 'retry', scope: 'request' });
      return faults === 2 ? { ...answer, status: 503, resource: undefined } : answer;
    };
    reading.isReachable = false;
    await reading.start().afterDelivery(await deliver(['Procedure/p1']));
    expect(reading.read).toEqual([]);
    reading.isReachable = true;
    await rowsRead(1);
    expect(reading.read).toHaveLength(3);
    expect(await instance.record('Procedure/p1')).toMatchObject({ state: 'delivered' });
  });

  it('waits for a record to appear, and refuses it when it never does', async () => {
    const sent = await deliver(['Procedure/p1']);
    bed.server.stored.delete('Procedure/p1');
    await reading.start({ mostMissing: 3 }).afterDelivery(sent);
    expect(await bed.settled(instance, 'Procedure/p1', 'refused')).toMatchObject({ reason: 'read-back:Procedure' });
    expect(reading.read).toHaveLength(3);
  });

  it('says nothing of a revision that is no longer wanted', async () => {
    const sent = await deliver(['Procedure/p1']);
    const meanwhile = Promise.withResolvers<void>();
    reading.lens = async (answer) => {
      await meanwhile.promise;
      return withFields({ status: 'unknown' })(answer);
    };
    await reading.start().afterDelivery(sent);
    await until('the reading', () => reading.read.length, { accept: (count) => count === 1 });
    await deliver(['Procedure/p1'], 2);
    meanwhile.resolve();
    const open = 'SELECT key FROM read_backs WHERE due_at IS NOT NULL';
    await until('the end of it', () => instance.dataSource.query(open), { accept: (rows) => rows.length === 0 });
    expect(await instance.record('Procedure/p1')).toMatchObject({ state: 'delivered', revision: 2 });
    expect(await reading.readBacks.page(first)).toEqual([]);
  });

  it('reads again what differed whenever it is written, whatever the sample says, and is satisfied then', async () => {
    const reader = reading.start();
    reading.lens = withFields({ status: 'unknown' });
    await reader.afterDelivery(await deliver(['Procedure/p1']));
    await bed.settled(instance, 'Procedure/p1', 'refused');
    reading.lens = (answer) => answer;
    const sent = await deliver(['Procedure/p1', 'Procedure/p2'], 2);
    await reading.start({ share: Number.MIN_VALUE }).afterDelivery(sent);
    await until('the difference to be gone', () => reading.readBacks.page(first), {
      accept: (all) => all.length === 0,
    });
    expect(await instance.record('Procedure/p1')).toMatchObject({ state: 'delivered', deliveredRevision: 2 });
    expect(reading.read.flat()).not.toContain('Procedure/p2');
  });

  it('reads nothing where the share is none', async () => {
    await reading.start({ share: 0 }).afterDelivery(await deliver(['Procedure/p1']));
    expect(await instance.dataSource.query('SELECT key FROM read_backs')).toEqual([]);
  });

  it('shares the work between instances: each record is read once', async () => {
    const keys = Array.from({ length: 60 }, (_, index) => `Procedure/p${index + 10}`);
    const sent = await deliver(keys);
    const readers = [reading.start({ atOnce: 7 }), reading.start({ atOnce: 7 })];
    await readers[0]?.afterDelivery(sent);
    await rowsRead(60);
    expect(reading.read.flat().toSorted()).toEqual(keys.toSorted());
  });

  it('counts nothing under a lease that another instance has taken over', async () => {
    const sent = await deliver(['Procedure/p1']);
    await reading.readBacks.plan('fhir', sent, 0);
    const { lease, records } = await reading.readBacks.claim('fhir', 10, 0);
    const other = await until('the end of the lease', () => reading.readBacks.claim('fhir', 10, 60_000), {
      accept: ({ records: taken }) => taken.length === 1,
    });
    const differences = [{ element: 'status', kind: 'missing' as const, weight: 'meaning' as const }];
    const told = records.map((record) => ({ record, differences, changedSince: false }));
    expect(await reading.readBacks.compared('fhir', lease, told)).toEqual({
      ...{ compared: [], lost: [], inDoubt: [] },
    });
    expect(await instance.record('Procedure/p1')).toMatchObject({ state: 'delivered' });
    expect(await reading.readBacks.compared('fhir', other.lease, told)).toMatchObject({
      lost: [{ reason: 'read-back:status' }],
    });
  });
});
