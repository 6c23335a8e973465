import { done, parked, readCloudEvent, skipped, type CloudEvent } from '@ilium/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  createDatabase,
  kafkaBrokers,
  topicPrefix,
  until,
  type TestDatabase,
} from '../../../dev/src/test-environment.js';
import type { MessageBatch } from './batch.js';
import { PermanentError, RepeatBatch } from './errors.js';
import { parkedHeaders } from './parking.js';
import { headerText, type KafkaRecord } from './record.js';
import { structured, TestBed } from './testing/test-bed.js';

jest.setTimeout(60_000);

describe('what can not be processed is parked, and everything else goes on', () => {
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

  const good = Array.from({ length: 200 }, (_, index) => structured(`good${index}`));
  const header = ({ headers }: KafkaRecord, name: keyof typeof parkedHeaders) =>
    headerText(headers[parkedHeaders[name]]);
  const has = ({ event }: { event: CloudEvent }, mark: string) => JSON.stringify(event.data).includes(mark);

  /** Runs until all is decided; the good ones must all be there. */
  async function run(poison: Parameters<TestBed['send']>[0], handler?: Parameters<TestBed['start']>[0]) {
    await bed.send([...good.slice(0, 100), ...poison, ...good.slice(100)]);
    const strategy = await bed.start(handler);
    await until('everything is decided', () => bed.settled(strategy));
    expect((await bed.seen()).filter((id) => id.startsWith('good'))).toHaveLength(good.length);
    return { ledger: await bed.ledger(strategy), parked: await bed.read('parked') };
  }

  it('parks each kind of unreadable record under its reason', async () => {
    const { ledger } = await run([
      { key: 'a', value: null },
      { key: 'b', value: '' },
      { key: 'c', value: '{' },
      { key: 'd', value: Buffer.from([0xff, 0xfe, 0x00]) },
      { key: 'e', value: '{"a":1}' },
    ]);
    expect(ledger).toMatchObject({
      received: 205,
      done: 200,
      parked: 5,
      reasons: { 'parked:empty': 2, 'parked:not-json': 2, 'parked:not-a-cloud-event': 1 },
    });
  });

  it('parks the original key, bytes and headers untouched, with where and why', async () => {
    const value = Buffer.from([0xff, 0x00, 0x22, 0xc3]);
    const key = Buffer.from([0xfe, 0x01]);
    const { parked: records } = await run([{ key, value, headers: { own: Buffer.from([0xfd]), text: 'ü' } }]);
    const record = records[0];
    if (record === undefined) throw new Error('nothing was parked');
    expect({ key: record.key, value: record.value }).toEqual({ key, value });
    expect(record.headers).toMatchObject({ own: Buffer.from([0xfd]), text: Buffer.from('ü') });
    expect(header(record, 'reason')).toBe('not-json');
    expect(header(record, 'service')).toBe('tested');
    expect(header(record, 'topic')).toBe(bed.topic);
    expect(header(record, 'attempts')).toBe('1');
    expect(Number(header(record, 'partition'))).toBeGreaterThanOrEqual(0);
    expect(Number(header(record, 'offset'))).toBeGreaterThanOrEqual(0);
  });

  it('parks the one message that only PostgreSQL refuses', async () => {
    const insertAsJson = async (batch: MessageBatch<CloudEvent>) => {
      await batch.manager.query(`SELECT data::jsonb FROM unnest($1::text[]) AS u(data)`, [
        batch.messages.map(({ event }) => JSON.stringify(event.data)),
      ]);
      return bed.see(batch);
    };
    const { ledger, parked: records } = await run([structured('nul', { text: 'a\u0000b' })], insertAsJson);
    expect(ledger).toMatchObject({ done: 200, parked: 1, reasons: { 'parked:database-refused': 1 } });
    expect(records.map((record) => header(record, 'detail'))).toEqual([expect.stringContaining('22P05')]);
  });

  it('parks a message whose own id PostgreSQL can not hold, or process it: never both, never neither', async () => {
    const { ledger } = await run([structured('a\u0000b'), structured('ü'.repeat(499))]);
    expect(ledger).toMatchObject({ received: 202, lag: 0 });
    expect(ledger.done + ledger.parked).toBe(202);
  });

  it('parks the messages on which the handler throws, alone and wherever they stand', async () => {
    const { ledger, parked: records } = await run(
      [structured('p1', 'poison'), structured('p2', 'poison'), structured('p3', 'broken')],
      async (batch) => {
        if (batch.messages.some((message) => has(message, 'poison'))) throw new TypeError('secret of a patient');
        if (batch.messages.some((message) => has(message, 'broken'))) throw new PermanentError('data.dose: no unit');
        return bed.see(batch);
      },
    );
    expect(ledger).toMatchObject({ done: 200, parked: 3, reasons: { 'parked:handler-error': 3 } });
    const details = records.map((record) => header(record, 'detail'));
    expect(details).toContain('data.dose: no unit');
    expect(details.join()).not.toContain('secret');
  });

  it('parks a message that asks for a repetition for ever', async () => {
    const { ledger } = await run([structured('p1', 'poison')], async (batch) => {
      if (batch.messages.some((message) => has(message, 'poison'))) throw new RepeatBatch();
      return bed.see(batch);
    });
    expect(ledger).toMatchObject({ done: 200, parked: 1, reasons: { 'parked:handler-error': 1 } });
  });

  it('parks a message whose outcome is larger than its topic takes', async () => {
    const { ledger } = await run([structured('large', 'poison')], async (batch) => {
      const publish = batch.messages
        .filter((message) => has(message, 'poison'))
        .map(({ id }) => ({ topic: 'fhir-bundles' as const, key: id, value: 'x'.repeat(1_100_000), headers: {} }));
      return { ...(await bed.see(batch)), publish };
    });
    expect(ledger).toMatchObject({ done: 200, parked: 1, reasons: { 'parked:handler-error': 1 } });
  });

  it("writes down the handler's own fates", async () => {
    const { ledger, parked: records } = await run([structured('s', 'skip'), structured('p', 'park')], async (batch) => {
      await bed.see(batch);
      const fates = batch.messages.map((message) => {
        if (has(message, 'skip')) return skipped('not-ours');
        return has(message, 'park') ? parked('schema-violation', 'data.side') : done();
      });
      return { fates, publish: [] };
    });
    expect(ledger).toMatchObject({ done: 200, skipped: 1, parked: 1, reasons: { 'skipped:not-ours': 1 } });
    expect(records.map((record) => header(record, 'detail'))).toEqual(['data.side']);
    const rows: object[] = await bed.dataSource.query(
      `SELECT id, fate, reason FROM inbox WHERE fate <> 'done' ORDER BY id`,
    );
    expect(rows).toEqual([
      { id: 'p', fate: 'parked', reason: 'schema-violation' },
      { id: 's', fate: 'skipped', reason: 'not-ours' },
    ]);
  });

  it('reads a parked record as a CloudEvent again', async () => {
    const { parked: records } = await run([structured('p1', 'poison')], async (batch) => {
      if (batch.messages.some((message) => has(message, 'poison'))) throw new Error('no');
      return bed.see(batch);
    });
    const read = records.map(({ value }) => readCloudEvent({ value, headers: {} }));
    expect(read).toMatchObject([{ ok: true, event: { id: 'p1', data: 'poison' } }]);
  });
});
