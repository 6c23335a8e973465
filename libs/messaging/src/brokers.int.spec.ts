import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { topicName } from '@ilium/contracts';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalBroker } from '../../../dev/src/kafka/broker.js';
import { provideJars } from '../../../dev/src/kafka/jars.js';
import { findJava, type Java } from '../../../dev/src/kafka/java.js';
import { registeredWhere } from '../../../dev/src/registered-where.js';
import {
  createDatabase,
  kafkaBrokers,
  topicPrefix,
  until,
  type TestDatabase,
} from '../../../dev/src/test-environment.js';
import { openProducer } from './producer.js';
import { readTopic } from './read-topic.js';
import { structured, TestBed } from './testing/test-bed.js';
import { createTopics, topicEnds, withAdmin } from './topics-admin.js';

jest.setTimeout(120_000);
const java = await findJava(process.env);

describe('topics', () => {
  const connection = { brokers: kafkaBrokers() };

  it('are created once, with what is kept for ever kept for ever', async () => {
    const prefix = topicPrefix();
    expect(await createTopics({ ...connection, topicPrefix: prefix, partitions: 2 })).toHaveLength(4);
    expect(await createTopics({ ...connection, topicPrefix: prefix, partitions: 2 })).toEqual([]);
    const settings = await withAdmin(connection, async (admin) => {
      const bases = ['procedure-events', 'fhir-bundles', 'outcome-observations', 'parked'] as const;
      const configNames = ['retention.ms', 'cleanup.policy', 'max.message.bytes'];
      const resources = bases.map((base) => ({ type: 2, name: topicName(prefix, base), configNames }));
      const described = await admin.describeConfigs({ resources, includeSynonyms: false });
      return described.resources.map(({ configEntries }) =>
        Object.fromEntries(configEntries.map(({ configName, configValue }) => [configName, configValue])),
      );
    });
    expect(settings.map((one) => one['retention.ms'] === '-1')).toEqual([false, true, true, true]);
    expect(settings.map((one) => one['cleanup.policy'])).toEqual(['delete', 'delete', 'delete', 'delete']);
    expect(Number(settings[3]?.['max.message.bytes'])).toBeGreaterThan(8 * 1024 * 1024);
  });

  it('are read from their start to their present end, and keep the order of sends that nobody awaited', async () => {
    const prefix = topicPrefix();
    await createTopics({ ...connection, topicPrefix: prefix, partitions: 3 });
    const topic = topicName(prefix, 'fhir-bundles');
    const none: string[] = [];
    expect(await readTopic(connection, topic, ({ value }) => none.push(String(value)))).toBe(0);
    const producer = await openProducer(connection);
    await Promise.all(
      Array.from({ length: 60 }, (_, index) => producer.send(topic, [{ key: 'k', value: String(index) }])),
    );
    await producer.close();
    const values: number[] = [];
    expect(await readTopic(connection, topic, ({ value }) => values.push(Number(value)))).toBe(60);
    expect(values).toEqual(Array.from({ length: 60 }, (_, index) => index));
    const ends = await topicEnds(connection, topic);
    expect(ends.reduce((sum, { low, high }) => sum + high - low, 0n)).toBe(60n);
  });

  it('that are missing stop a service with the remedy', async () => {
    const database = await createDatabase();
    const bed = await TestBed.open({ ...connection, prefix: topicPrefix(), databaseUrl: database.url });
    await expect(bed.start(undefined, { topicPrefix: 'nowhere.' })).rejects.toThrow(
      /no topic nowhere\.procedure-events\.v1, nowhere\.parked\.v1.*TOPIC_PREFIX/,
    );
    await bed.close();
    await database.drop();
  });
});

registeredWhere(java.command !== null, 'Java for a broker that can be killed', () => {
  if (java.command !== null) describeOwnBroker(java);
});

function describeOwnBroker(found: Java): void {
  describe('a broker', () => {
    let folder: string;
    let broker: LocalBroker;
    let database: TestDatabase;
    let bed: TestBed;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'ilium-messaging-'));
      await mkdir(join(folder, 'logs'));
      const files = { dataFolder: join(folder, 'kafka'), logFile: join(folder, 'logs', 'kafka.log') };
      broker = await LocalBroker.start({ java: found, ...files, jars: await provideJars(() => undefined) });
      database = await createDatabase();
      bed = await TestBed.open({ brokers: [broker.address], prefix: topicPrefix(), databaseUrl: database.url });
    });
    afterAll(async () => {
      await bed.close();
      await broker.stop();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    });

    it('that has just started, and is killed in mid-feed, ends no service and changes neither order nor number', async () => {
      const crashes: Error[] = [];
      const strategy = await bed.start(
        async (batch) => ({
          ...(await bed.see(batch)),
          publish: batch.messages.map(({ id }) => ({ topic: 'fhir-bundles', key: 'k', value: id, headers: {} })),
        }),
        { crash: (error) => crashes.push(error) },
      );
      await bed.send([structured('0000', {}, 'k')]);
      await until('the first is decided', async () => (await bed.seen()).length === 1);
      const killed = broker.kill().then(() => broker.restart());
      for (let index = 1; index < 300; index += 1) {
        const message = structured(String(index).padStart(4, '0'), {}, 'k');
        await until('Kafka takes it', () => bed.send([message]).then(() => true));
      }
      await killed;
      await until('everything is decided', () => bed.settled(strategy), { timeoutMs: 60_000 });
      expect(crashes).toEqual([]);
      expect(await bed.seen()).toHaveLength(300);
      const published = (await bed.read('fhir-bundles')).map(({ value }) => String(value));
      expect([...new Set(published)]).toEqual(published.toSorted().filter((one, at, all) => one !== all[at - 1]));
      expect(new Set(published).size).toBe(300);
    });
  });
}
