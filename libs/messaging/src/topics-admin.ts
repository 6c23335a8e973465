import { setTimeout as wait } from 'node:timers/promises';
import { topicBases, topicName, topicSettings, type TopicBase } from '@ilium/contracts';
import { judge } from './errors.js';
import { connectKafka, type Admin, type KafkaConnection } from './kafkajs.js';

export interface TopicsOptions extends KafkaConnection {
  readonly topicPrefix: string;
  readonly partitions?: number;
  readonly replicationFactor?: number;
}

/** Creates those of Ilium's topics that are missing, and returns their names. Existing topics stay as they are. */
export function createTopics(options: TopicsOptions): Promise<string[]> {
  const { topicPrefix, partitions = 12, replicationFactor = 1 } = options;
  return withAdmin(options, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = topicBases.filter((base) => !existing.has(topicName(topicPrefix, base)));
    const topics = missing.map((base) => ({
      topic: topicName(topicPrefix, base),
      numPartitions: partitions,
      replicationFactor,
      configEntries: configEntries(base),
    }));
    if (topics.length > 0) await admin.createTopics({ topics, waitForLeaders: true });
    for (const { topic } of topics) await untilReady(admin, topic);
    return topics.map(({ topic }) => topic);
  });
}

const readyWithinMs = 20_000;

/**
 * A leader that is named in the metadata may not have taken up its partition yet. kafkajs would get an error for that
 * partition and send to all of them a second time.
 */
async function untilReady(admin: Admin, topic: string): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  for (;;) {
    try {
      await partitionEnds(admin, topic);
      return;
    } catch (error) {
      if (judge(error) !== 'retry' || Date.now() > deadline) throw error;
      await wait(50);
    }
  }
}

function configEntries(base: TopicBase): { name: string; value: string }[] {
  const { keptForEver, maxMessageBytes } = topicSettings[base];
  const entries = [
    { name: 'cleanup.policy', value: 'delete' },
    { name: 'max.message.bytes', value: String(maxMessageBytes) },
  ];
  return keptForEver ? [...entries, { name: 'retention.ms', value: '-1' }] : entries;
}

export interface PartitionEnds {
  readonly partition: number;
  /** The first offset that is still there. */
  readonly low: bigint;
  /** The offset that the next record will get. */
  readonly high: bigint;
}

export async function partitionEnds(admin: Pick<Admin, 'fetchTopicOffsets'>, topic: string): Promise<PartitionEnds[]> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return offsets.map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }));
}

/** How many records lie between a topic's first and last offset, over all partitions (gaps included). */
export function topicEnds(options: KafkaConnection, topic: string): Promise<PartitionEnds[]> {
  return withAdmin(options, (admin) => partitionEnds(admin, topic));
}

/** Fails with the remedy when a topic that a service reads or writes is missing. */
export async function verifyTopics(admin: Pick<Admin, 'listTopics'>, names: readonly string[]): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = names.filter((name) => !existing.has(name));
  if (missing.length > 0) {
    throw new Error(
      `Kafka has no topic ${missing.join(', ')}: create it (createTopics does, and so does the launcher), or correct TOPIC_PREFIX`,
    );
  }
}

export async function withAdmin<T>(connection: KafkaConnection, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = connectKafka(connection).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
