import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { done, topicName, type CloudEvent } from '@ilium/contracts';
import { HealthRegistry } from '@ilium/observability';
import {
  createDatabase,
  kafkaBrokers,
  topicPrefix,
  until,
  type TestDatabase,
} from '../../../dev/src/test-environment.js';
import type { BatchResult, MessageBatch } from './batch.js';
import { OutboxSender } from './outbox.sender.js';
import { openProducer, type RecordProducer } from './producer.js';
import { headerText } from './record.js';
import { structured, TestBed } from './testing/test-bed.js';

jest.setTimeout(60_000);

describe('what a transaction commits gets published', () => {
  let database: TestDatabase;
  let bed: TestBed;

  beforeAll(async () => {
    database = await createDatabase();
  });
  beforeEach(async () => {
    await bed?.close();
    await database.drop();
    database = await createDatabase();
    bed = await TestBed.open({ brokers: kafkaBrokers(), prefix: topicPrefix(), databaseUrl: database.url });
  });
  afterAll(async () => {
    await bed.close();
    await database.drop();
  });

  /** Publishes one record for each message. */
  const publishing = async (batch: MessageBatch<CloudEvent>): Promise<BatchResult> => {
    await bed.see(batch);
    const publish = batch.messages.map(({ id }) => ({
      topic: 'outcome-observations' as const,
      key: id,
      value: `value of ${id}`,
      headers: { ce_id: id },
      timestamp: Date.UTC(2026, 0, 1),
    }));
    return { fates: batch.messages.map(() => done()), publish };
  };
  const outbox = (options: Partial<ConstructorParameters<typeof OutboxSender>[0]> = {}) =>
    new OutboxSender({
      ...bed.around,
      topicPrefix: bed.around.prefix,
      dataSource: bed.dataSource,
      sweepMs: 300,
      ...options,
    });
  const published = async () =>
    (await bed.read('outcome-observations')).map(({ key }) => key?.toString() ?? '').toSorted();

  it('with its key, value, headers and timestamp', async () => {
    const strategy = await bed.start(publishing);
    await bed.send([structured('a')]);
    await until(
      'it is published',
      async () => (await bed.ledger(strategy)).done === 1 && (await bed.settled(strategy)),
    );
    const [record] = await bed.read('outcome-observations');
    expect({ ...record, headers: headerText(record?.headers['ce_id']) }).toMatchObject({
      key: Buffer.from('a'),
      value: Buffer.from('value of a'),
      headers: 'a',
      timestamp: Date.UTC(2026, 0, 1),
    });
  });

  it('also when sends fail after the commit: nobody is fenced, health says it, nothing is lost', async () => {
    let failing = true;
    const open = async (): Promise<RecordProducer> => {
      const producer = await openProducer(bed.around);
      return {
        ...producer,
        send: (...sent) => (failing ? Promise.reject(new Error('no leader')) : producer.send(...sent)),
      };
    };
    const health = new HealthRegistry();
    const strategy = await bed.start(publishing, { outbox: outbox({ open, health, sweepMs: 60_000 }) });
    const ids = Array.from({ length: 20 }, (_, index) => `m${String(index).padStart(2, '0')}`);
    for (const id of ids) await bed.send([structured(id)]);
    await until('everything is decided although nothing is sent', async () => (await bed.seen()).length === 20);
    await until('health says it', async () => (await health.report()).checks['outbox']?.status === 'down');
    expect(await published()).toEqual([]);
    failing = false;
    await until('everything is published', () => bed.settled(strategy));
    expect(await published()).toEqual(ids);
    expect((await health.report()).checks['outbox']).toEqual({ status: 'up' });
  });

  it('also when a crash left it: another process sweeps it up', async () => {
    await bed.dataSource.query(`INSERT INTO outbox (records, created_at) VALUES ($1, now() - interval '1 minute')`, [
      JSON.stringify([{ topic: 'outcome-observations', key: 'left', value: { base64: '/wA=' }, headers: [] }]),
    ]);
    const sweeper = outbox();
    sweeper.start();
    await until('it is swept up', async () => (await bed.read('outcome-observations')).length === 1);
    const [record] = await bed.read('outcome-observations');
    expect(record?.value).toEqual(Buffer.from([0xff, 0x00]));
    await until('its row is gone', async () => (await bed.dataSource.query(`SELECT 1 FROM outbox`)).length === 0);
    await sweeper.close();
  });

  it('once, when it waits for longer than the sweeper: what is in hand is not swept', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const open = async (): Promise<RecordProducer> => {
      const producer = await openProducer(bed.around);
      return { ...producer, send: (...sent) => released.then(() => producer.send(...sent)) };
    };
    const sender = outbox({ open, sweepMs: 50 });
    sender.start();
    const publish = ['a', 'b'].map((key) => ({ topic: 'outcome-observations' as const, key, value: key, headers: {} }));
    await sender.transact(async () => ({ result: undefined, publish }));
    await until('it is older than the sweeper minds', async () => {
      const rows: object[] = await bed.dataSource.query(
        `SELECT 1 FROM outbox WHERE created_at < now() - interval '250 ms'`,
      );
      return rows.length === 1;
    });
    release();
    await sender.flushed();
    await sender.close();
    expect(await published()).toEqual(['a', 'b']);
  });

  it('not at all, when the transaction is rolled back', async () => {
    const sender = outbox();
    const publish = [{ topic: 'outcome-observations' as const, key: 'never', value: '', headers: {} }];
    const failed = sender.transact(async (manager) => {
      await manager.query(`SELECT 1 / 0`);
      return { result: undefined, publish };
    });
    await expect(failed).rejects.toThrow('division by zero');
    await sender.close();
    expect(await bed.dataSource.query(`SELECT 1 FROM outbox`)).toEqual([]);
  });

  it('in sends that Kafka takes, however much it is, and in order', async () => {
    const values = Array.from({ length: 40 }, (_, index) => `${index}:${'x'.repeat(index === 20 ? 990_000 : 90_000)}`);
    const sender = outbox();
    const publish = values.map((value) => ({ topic: 'fhir-bundles' as const, key: 'one', value, headers: {} }));
    await sender.transact(async () => ({ result: undefined, publish }));
    await sender.flushed();
    const records = await bed.read('fhir-bundles');
    expect(records.map(({ value }) => value?.toString().split(':')[0])).toEqual(
      values.map((_, index) => String(index)),
    );
    await sender.close();
  });

  it('before the service ends', async () => {
    const strategy = await bed.start(publishing);
    await bed.send(Array.from({ length: 500 }, (_, index) => structured(`m${index}`)));
    await until('some are decided', async () => (await bed.seen()).length > 0);
    await bed.stop(strategy);
    const decided = await bed.seen();
    expect(await published()).toEqual(decided.toSorted());
    expect(await bed.dataSource.query(`SELECT 1 FROM outbox`)).toEqual([]);
  });

  it('and pauses consumption while more waits than may', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const open = async (): Promise<RecordProducer> => {
      const producer = await openProducer(bed.around);
      return { ...producer, send: (...sent) => released.then(() => producer.send(...sent)) };
    };
    const health = new HealthRegistry();
    const strategy = await bed.start(publishing, { health, outbox: outbox({ open, maxBacklogBytes: 10 }) });
    await bed.send([structured('first', {}, 'k')]);
    await until('the first is decided', async () => (await bed.seen()).length === 1);
    await bed.send([structured('second', {}, 'k')]);
    await until('health says why it waits', async () =>
      (await health.report()).checks['messages']?.reason?.includes('the outbox is full'),
    );
    expect(await bed.seen()).toEqual(['first']);
    release();
    await until('it goes on', () => bed.settled(strategy));
    expect(await bed.seen()).toEqual(['first', 'second']);
    expect(topicName(bed.around.prefix, 'outcome-observations')).toContain(bed.around.prefix);
  });
});
