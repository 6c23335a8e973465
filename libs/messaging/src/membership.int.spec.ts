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

describe('members of a group that come and go', () => {
  let database: TestDatabase;
  let bed: TestBed;

  beforeAll(async () => {
    database = await createDatabase();
  });
  beforeEach(async () => {
    await bed?.close();
    await database.drop();
    database = await createDatabase();
    bed = await TestBed.open({
      brokers: kafkaBrokers(),
      prefix: topicPrefix(),
      databaseUrl: database.url,
      partitions: 6,
    });
  });
  afterAll(async () => {
    await bed.close();
    await database.drop();
  });

  const messages = (start: string, count: number) =>
    Array.from({ length: count }, (_, index) => structured(`${start}${index}`));
  const servicesSeen = async () => {
    const rows: { service: string }[] = await bed.dataSource.query(`SELECT DISTINCT service FROM seen ORDER BY 1`);
    return rows.map(({ service }) => service);
  };

  it('share the partitions, and no message is lost or seen twice while they rebalance', async () => {
    const one = await bed.start((batch) => bed.see(batch, 'one'), { maxMessages: 20 });
    let sent = 0;
    const feed = async (rounds: number) => {
      for (let round = 0; round < rounds; round += 1) {
        await bed.send(messages(`r${sent}-`, 50));
        sent += 50;
      }
    };
    await feed(10);
    const two = await bed.start((batch) => bed.see(batch, 'two'), { maxMessages: 20 });
    await feed(10);
    await until('the second takes part', async () => (await servicesSeen()).includes('two'));
    await bed.stop(one);
    await feed(5);
    await until('everything is decided', () => bed.settled(two));
    expect(await servicesSeen()).toEqual(['one', 'two']);
    expect(await bed.ledger(two)).toMatchObject({ received: sent, done: sent, parked: 0 });
    expect(await bed.seen()).toHaveLength(sent);
  });

  it('finish the batch they are at when they are asked to stop, and leave the rest to others', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let entered = 0;
    const first = await bed.start(
      async (batch) => {
        entered += 1;
        await released;
        return bed.see(batch, 'first');
      },
      { maxMessages: 5 },
    );
    await bed.send(messages('m', 200));
    await until('the handler is at work', () => entered > 0);
    const stopped = bed.stop(first);
    release();
    await stopped;
    const decided = (await bed.seen()).length;
    // One slice for each of the partitions that are worked on at once.
    expect(decided).toBe(5 * entered);
    expect(entered).toBeLessThanOrEqual(4);
    const rows: { count: string }[] = await bed.dataSource.query(`SELECT sum(count) AS count FROM fate_counts`);
    expect(Number(rows[0]?.count)).toBe(decided);
    const second = await bed.start();
    await until('the rest is decided', () => bed.settled(second));
    expect(await bed.seen()).toHaveLength(200);
  });

  it('stay in the group while one batch takes longer than a session', async () => {
    let entered = 0;
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const strategy = await bed.start(
      async (batch) => {
        entered += 1;
        await released;
        return bed.see(batch);
      },
      { sessionTimeoutMs: 6_000 },
    );
    await bed.send([structured('slow')]);
    const began = await until('the handler is at work', () => (entered > 0 ? Date.now() : 0));
    const members = () =>
      bed.admin(async (admin) => (await admin.describeGroups([strategy.groupId])).groups[0]?.members.length);
    await until('more than a session has passed', () => Date.now() - began > 8_000, { intervalMs: 500 });
    expect(await members()).toBe(1);
    release();
    await until('it is decided', () => bed.settled(strategy));
    expect(entered).toBe(1);
    expect(await bed.seen()).toEqual(['slow']);
  });
});
