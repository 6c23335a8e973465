import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  createDatabase,
  kafkaBrokers,
  topicPrefix,
  until,
  type TestDatabase,
} from '../../../dev/src/test-environment.js';
import { structured, TestBed } from './testing/test-bed.js';

jest.setTimeout(60_000);

describe('a message counts once', () => {
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

  const many = (count: number) => Array.from({ length: count }, (_, index) => structured(`m${index}`));

  it('when it is sent once, however many there are', async () => {
    await bed.send(many(2_500));
    const strategy = await bed.start();
    await until('everything is decided', () => bed.settled(strategy));
    expect(new Set(await bed.seen()).size).toBe(2_500);
    expect(await bed.seen()).toHaveLength(2_500);
    expect(await bed.ledger(strategy)).toEqual({
      topic: 'procedure-events',
      received: 2_500,
      done: 2_500,
      skipped: 0,
      parked: 0,
      reasons: {},
      lag: 0,
      outboxPending: 0,
      losses: [],
    });
  });

  it("when Kafka's own offsets are lost: the stored ones decide", async () => {
    await bed.send(many(50));
    const first = await bed.start();
    await until('everything is decided', () => bed.settled(first));
    await bed.stop(first);
    await bed.admin((admin) => admin.deleteGroups([first.groupId]));
    const second = await bed.start();
    await bed.send([structured('later')]);
    await until('the later one is decided', async () => (await bed.seen()).includes('later'));
    expect(await bed.ledger(second)).toMatchObject({ received: 51, done: 51, skipped: 0 });
    expect(await bed.seen()).toHaveLength(51);
  });

  it('when the stored offsets are set back: redelivery is counted nowhere', async () => {
    await bed.send([...many(50), { key: 'poison', value: 'not json' }, structured('m1', {}, 'elsewhere')]);
    const first = await bed.start();
    await until('everything is decided', () => bed.settled(first));
    const before = await bed.ledger(first);
    expect(before).toMatchObject({ received: 52, done: 50, skipped: 1, parked: 1 });
    await bed.stop(first);
    await bed.dataSource.query(`UPDATE consumer_offsets SET next_offset = 0, last_offset = NULL, fingerprint = NULL`);
    const second = await bed.start();
    await until('everything is decided again', () => bed.settled(second));
    expect(await bed.ledger(second)).toEqual(before);
    expect(await bed.seen()).toHaveLength(50);
  });

  it('when its producer sends it again, to any partition: the later one is skipped as a duplicate', async () => {
    const strategy = await bed.start();
    const copies = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => structured('same', { a: 1 }, key));
    await bed.send([...copies, ...copies]);
    await until('everything is decided', async () => (await bed.ledger(strategy)).received === 12);
    await bed.send(copies);
    await until('the later ones are decided', async () => (await bed.ledger(strategy)).received === 18);
    expect(await bed.ledger(strategy)).toMatchObject({ done: 1, skipped: 17, reasons: { 'skipped:duplicate': 17 } });
    expect(await bed.seen()).toEqual(['same']);
  });

  it('when an id comes again with other content: that is parked, the first one stays', async () => {
    await bed.send([
      structured('same', { a: 1 }, 'k'),
      structured('same', { a: 2 }, 'k'),
      structured('same', { a: 3 }, 'l'),
    ]);
    const strategy = await bed.start();
    await until('everything is decided', () => bed.settled(strategy));
    expect(await bed.ledger(strategy)).toMatchObject({ done: 1, parked: 2, reasons: { 'parked:id-reused': 2 } });
    expect(await bed.read('parked')).toHaveLength(2);
  });

  it('when two members see it at once: the loser of the key waits, and skips it', async () => {
    const [first, second] = [await bed.start(), await bed.start()];
    const ids = Array.from({ length: 300 }, (_, index) => `m${index}`);
    // Each message on all partitions, in opposite orders.
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const order = key < 'd' ? ids : ids.toReversed();
      await bed.send(order.map((id) => structured(id, {}, key)));
    }
    await until('everything is decided', async () => (await bed.ledger(first)).received === 1_800);
    expect(await bed.ledger(second)).toMatchObject({ done: 300, skipped: 1_500, parked: 0 });
    expect(await bed.seen()).toHaveLength(300);
  });
});
