import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HealthRegistry } from '@ilium/observability';
import {
  createDatabase,
  kafkaBrokers,
  topicPrefix,
  until,
  type TestDatabase,
} from '../../../dev/src/test-environment.js';
import type { KafkaBatchStrategy } from './kafka.strategy.js';
import { structured, TestBed } from './testing/test-bed.js';

jest.setTimeout(60_000);

describe('records that are gone before they were read', () => {
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
      partitions: 2,
    });
  });
  afterAll(async () => {
    await bed.close();
    await database.drop();
  });

  /** Keys that the default partitioner puts on partition 0 and 1 of two. */
  const keyOf = async (partition: number): Promise<string> => {
    const rows: { id: string }[] = await bed.dataSource.query(`SELECT id FROM seen WHERE partition = $1 LIMIT 1`, [
      partition,
    ]);
    return rows[0]?.id ?? '';
  };
  const sendTo = async (partition: number, ids: readonly string[]) => {
    const key = await keyOf(partition);
    await bed.send(ids.map((id) => structured(id, {}, key)));
  };
  const ids = (start: string, count: number) => Array.from({ length: count }, (_, index) => `${start}${index}`);
  const trim = (partition: number, offset: string) =>
    bed.admin(async (admin) => {
      // Looking at the topic is what makes kafkajs learn who leads it.
      await admin.fetchTopicOffsets(bed.topic);
      await admin.deleteTopicRecords({ topic: bed.topic, partitions: [{ partition, offset }] });
    });
  const nextOffset = async (partition: number): Promise<bigint> => {
    const rows: { next_offset: string }[] = await bed.dataSource.query(
      `SELECT next_offset FROM consumer_offsets WHERE partition = $1`,
      [partition],
    );
    return BigInt(rows[0]?.next_offset ?? 0);
  };
  const endOf = async (strategy: KafkaBatchStrategy, partition: number) => {
    const ends = await strategy.ends('procedure-events');
    return ends.find((end) => end.partition === partition)?.high ?? 0n;
  };
  /** Both partitions hold something that was decided. */
  const begin = async (options: Parameters<TestBed['start']>[1] = {}) => {
    await bed.send(ids('start', 40).map((id) => structured(id)));
    const strategy = await bed.start(undefined, options);
    await until('everything is decided', () => bed.settled(strategy));
    return strategy;
  };

  it('stop their partition with a named loss, while the others go on, until somebody accepts it', async () => {
    const first = await begin();
    await bed.stop(first);
    const stored = await nextOffset(0);
    await sendTo(0, ids('lost', 10));
    await trim(0, String(stored + 5n));
    const health = new HealthRegistry();
    const second = await bed.start(undefined, { health });
    const name = `${bed.topic}:0:${stored}`;
    await until('the loss is found', () => second.losses.length > 0);
    expect(second.losses).toEqual([name]);
    await sendTo(1, ['other']);
    await until('the other partition goes on', async () => (await bed.seen()).includes('other'));
    expect((await health.report()).checks['messages']).toEqual({
      status: 'down',
      reason: expect.stringContaining(`${name} (log-starts-later)`),
    });
    expect((await bed.seen()).filter((id) => id.startsWith('lost'))).toEqual([]);
    await bed.stop(second);
    const third = await bed.start(undefined, { acceptedLosses: [name] });
    await until('the rest is decided', () => bed.settled(third));
    expect((await bed.seen()).filter((id) => id.startsWith('lost'))).toEqual([
      'lost5',
      'lost6',
      'lost7',
      'lost8',
      'lost9',
    ]);
    expect(third.losses).toEqual([]);
  });

  it('are a loss also when the log is trimmed under a running consumer', async () => {
    let release = (): void => undefined;
    const blocked = new Promise<void>((resolve) => (release = resolve));
    let entered = false;
    await begin().then((strategy) => bed.stop(strategy));
    const stored = await nextOffset(0);
    const strategy = await bed.start(
      async (batch) => {
        entered = true;
        await blocked;
        return bed.see(batch);
      },
      { maxMessages: 1 },
    );
    await sendTo(1, ['first']);
    await until('the handler is at work', () => entered);
    await sendTo(0, ids('lost', 10));
    await trim(0, String(stored + 10n));
    release();
    await until('it goes on', async () => (await bed.seen()).includes('first'));
    await sendTo(0, ['after']);
    await until('the loss is found', () => strategy.losses.length > 0, { timeoutMs: 40_000 });
    expect(strategy.losses).toEqual([`${bed.topic}:0:${stored}`]);
    expect(await bed.seen()).not.toContain('after');
  });

  it('are found when the topic was made anew and is shorter', async () => {
    await begin().then((strategy) => bed.stop(strategy));
    await remake();
    const second = await bed.start();
    await until('the losses are found', () => second.losses.length === 2);
    const health = await until('both partitions stand', () => second.losses);
    expect(health).toEqual([`${bed.topic}:0:${await nextOffset(0)}`, `${bed.topic}:1:${await nextOffset(1)}`]);
  });

  it('are found when the topic was made anew and is longer: the last record is another', async () => {
    await begin().then((strategy) => bed.stop(strategy));
    const accepted = [`${bed.topic}:0:${await nextOffset(0)}`, `${bed.topic}:1:${await nextOffset(1)}`];
    await remake();
    await bed.send(ids('new', 200).map((id) => structured(id)));
    const second = await bed.start();
    await until('the losses are found', () => second.losses.length === 2);
    expect((await bed.seen()).filter((id) => id.startsWith('new'))).toEqual([]);
    await bed.stop(second);
    const third = await bed.start(undefined, { acceptedLosses: accepted });
    await until('the new log is read from its start', () => bed.settled(third));
    expect((await bed.seen()).filter((id) => id.startsWith('new'))).toHaveLength(200);
    expect(await endOf(third, 0)).toBe(await nextOffset(0));
  });

  async function remake(): Promise<void> {
    await bed.admin(async (admin) => {
      await admin.deleteTopics({ topics: [bed.topic] });
      await until('the topic is gone', async () => !(await admin.listTopics()).includes(bed.topic));
      await until('the topic is there again', () =>
        admin.createTopics({ topics: [{ topic: bed.topic, numPartitions: 2 }], waitForLeaders: true }),
      );
    });
  }
});
