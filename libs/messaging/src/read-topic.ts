import { randomUUID } from 'node:crypto';
import { connectKafka, type Batch, type Consumer, type KafkaConnection } from './kafkajs.js';
import { toKafkaRecord, type KafkaRecord } from './record.js';
import { partitionEnds, withAdmin } from './topics-admin.js';

/**
 * Reads a topic from its start to its present end, in order per partition, and returns how many records there were.
 * For tools and tests; it leaves no consumer group behind.
 */
export async function readTopic(
  connection: KafkaConnection,
  topic: string,
  onRecord: (record: KafkaRecord) => void,
): Promise<number> {
  return withAdmin(connection, async (admin) => {
    const open = new Map<number, bigint>();
    for (const { partition, low, high } of await partitionEnds(admin, topic)) {
      if (high > low) open.set(partition, high);
    }
    if (open.size === 0) return 0;
    const groupId = `ilium-read-${randomUUID()}`;
    const consumer = connectKafka(connection).consumer({
      groupId,
      maxWaitTimeInMs: 200,
      allowAutoTopicCreation: false,
    });
    try {
      return await readUpTo(consumer, topic, open, onRecord);
    } finally {
      await consumer.disconnect();
      await admin.deleteGroups([groupId]);
    }
  });
}

async function readUpTo(
  consumer: Consumer,
  topic: string,
  open: Map<number, bigint>,
  onRecord: (record: KafkaRecord) => void,
): Promise<number> {
  let count = 0;
  const { promise: finished, resolve: finish, reject: fail } = Promise.withResolvers<void>();
  const reached = (partition: number, offset: bigint): void => {
    if (offset + 1n >= (open.get(partition) ?? 0n)) open.delete(partition);
    if (open.size === 0) finish();
  };
  const take = (batch: Batch): void => {
    const end = open.get(batch.partition) ?? 0n;
    for (const message of batch.messages) {
      if (BigInt(message.offset) >= end) break;
      onRecord(toKafkaRecord(topic, batch.partition, message));
      count += 1;
    }
  };
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) fail(payload.error);
  });
  // Also comes for batches that hold nothing but control records, which never reach `eachBatch`.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) =>
    reached(payload.partition, BigInt(payload.lastOffset)),
  );
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: 4,
    eachBatch: async ({ batch }) => {
      try {
        take(batch);
      } catch (error) {
        fail(error);
      }
    },
  });
  await finished;
  return count;
}
