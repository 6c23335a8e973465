import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
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

describe('beside the batches', () => {
  let database: TestDatabase;
  let bed: TestBed;
  let strategy: KafkaBatchStrategy;

  beforeAll(async () => {
    database = await createDatabase();
    bed = await TestBed.open({
      brokers: kafkaBrokers(),
      prefix: topicPrefix(),
      databaseUrl: database.url,
      partitions: 1,
    });
    strategy = await bed.start();
    await bed.send([structured('a'), structured('b')]);
    await until('both are decided', () => bed.settled(strategy));
  });
  afterAll(async () => {
    await bed.close();
    await database.drop();
  });

  it("Kafka's own tools are told the offsets", async () => {
    const committed = () =>
      bed.admin(async (admin) => {
        const [topic] = await admin.fetchOffsets({ groupId: strategy.groupId, topics: [bed.topic] });
        return topic?.partitions.map(({ offset }) => offset);
      });
    await until('Kafka knows', committed, { accept: (offsets) => offsets?.join() === '2' });
    expect(await committed()).toEqual(['2']);
  });

  it('the end of the log is looked at: a topic that is made anew is found out also while nothing is on it', async () => {
    await bed.admin(async (admin) => {
      await admin.deleteTopics({ topics: [bed.topic] });
      await until('the topic is gone', async () => !(await admin.listTopics()).includes(bed.topic));
      await until('the topic is there again', () =>
        admin.createTopics({ topics: [{ topic: bed.topic, numPartitions: 1 }], waitForLeaders: true }),
      );
    });
    await until('the loss is found', () => strategy.losses.length > 0, { timeoutMs: 40_000 });
    expect(strategy.losses).toEqual([`${bed.topic}:0:2`]);
  });
});
