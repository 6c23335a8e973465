import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  createDatabase,
  kafkaBrokers,
  topicPrefix,
  until,
  type TestDatabase,
} from '../../../dev/src/test-environment.js';
import type { Producer } from './kafkajs.js';
import { structured, TestBed } from './testing/test-bed.js';

jest.setTimeout(60_000);

describe('a transactional producer at the door', () => {
  let database: TestDatabase;
  let bed: TestBed;
  let producer: Producer;

  beforeAll(async () => {
    database = await createDatabase();
    bed = await TestBed.open({
      brokers: kafkaBrokers(),
      prefix: topicPrefix(),
      databaseUrl: database.url,
      partitions: 1,
    });
    producer = bed.kafka().producer({ transactionalId: bed.around.prefix, idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
  });
  afterAll(async () => {
    await producer.disconnect();
    await bed.close();
    await database.drop();
  });

  async function transaction(ids: readonly string[], end: 'commit' | 'abort'): Promise<void> {
    const open = await producer.transaction();
    const messages = ids.map((id) => structured(id)).map(({ key, value }) => ({ key, value }));
    await open.send({ topic: bed.topic, messages });
    await open[end]();
  }

  it('leaves gaps between offsets, which are no loss', async () => {
    await transaction(['a', 'b'], 'commit');
    await transaction(['never'], 'abort');
    await transaction(['c'], 'commit');
    const strategy = await bed.start(undefined, { maxMessages: 1 });
    await until('everything is decided', () => bed.settled(strategy));
    expect(await bed.seen()).toEqual(['a', 'b', 'c']);
    await transaction(['d', 'e'], 'commit');
    await until('the next are decided', async () => (await bed.seen()).length === 5);
    await until('nothing is left', () => bed.settled(strategy));
    expect(await bed.ledger(strategy)).toMatchObject({ received: 5, done: 5, losses: [] });
    await bed.stop(strategy);
  });

  it('moves the offset past records that were aborted, without a message behind them', async () => {
    const strategy = await bed.start();
    const end = async () => (await strategy.ends('procedure-events'))[0]?.high ?? 0n;
    const before = await end();
    await transaction(['never 1', 'never 2'], 'abort');
    // The marker that ends the transaction is written after the answer.
    await until('the transaction has ended', async () => (await end()) === before + 3n);
    await until('nothing is left', () => bed.settled(strategy));
    expect(await bed.ledger(strategy)).toMatchObject({ received: 5, lag: 0, losses: [] });
    await bed.stop(strategy);
  });

  it('goes on behind aborted records that fill whole fetches', async () => {
    const filler = 'x'.repeat(700_000);
    for (let round = 0; round < 3; round += 1) {
      const open = await producer.transaction();
      for (let part = 0; part < 2; part += 1) {
        const { key, value } = structured(`filler ${round} ${part}`, filler);
        await open.send({ topic: bed.topic, messages: [{ key, value }] });
      }
      await open.abort();
    }
    await transaction(['f'], 'commit');
    const strategy = await bed.start();
    await until('the last one is decided', async () => (await bed.seen()).includes('f'));
    await until('nothing is left', () => bed.settled(strategy));
    expect(await bed.seen()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(await bed.ledger(strategy)).toMatchObject({ received: 6, done: 6, losses: [] });
  });
});
