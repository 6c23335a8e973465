import { connectKafka, partitioner, type IHeaders, type KafkaConnection } from './kafkajs.js';

/** A record to be sent. No partition: the key decides. */
export interface OutgoingRecord {
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers?: IHeaders;
  readonly timestamp?: number;
}

export interface RecordProducer {
  /** Sends in order, in chunks by bytes, each awaited; returns when every replica in sync has all of them. */
  send(topic: string, records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * A send makes one record batch per partition and never splits it, and a broker refuses a batch over its limit (1 MiB):
 * so at most this many bytes a send. A single larger record goes alone.
 */
const chunkBytes = 700_000;

export async function openProducer(connection: KafkaConnection): Promise<RecordProducer> {
  const producer = connectKafka(connection).producer({
    createPartitioner: partitioner,
    allowAutoTopicCreation: false,
    idempotent: false,
  });
  await producer.connect();
  // Sends that are not awaited one by one change their order when a broker restarts.
  let last: Promise<unknown> = Promise.resolve();
  const send = async (topic: string, records: readonly OutgoingRecord[]): Promise<void> => {
    for (const chunk of chunksByBytes(records, chunkBytes)) {
      await producer.send({ topic, acks: -1, messages: chunk.map(toMessage) });
    }
  };
  return {
    send: (topic, records) => {
      const sent = last.then(() => send(topic, records));
      last = sent.catch(() => undefined);
      return sent;
    },
    close: () => producer.disconnect(),
  };
}

function toMessage({ key, value, headers = {}, timestamp }: OutgoingRecord) {
  return { key, value, headers, ...(timestamp === undefined ? {} : { timestamp: String(timestamp) }) };
}

export function* chunksByBytes(records: readonly OutgoingRecord[], limit: number): Generator<OutgoingRecord[]> {
  let chunk: OutgoingRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = sizeOf(record);
    if (chunk.length > 0 && bytes + size > limit) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(record);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

/** About the bytes that the record takes in a request. */
export function sizeOf({ key, value, headers = {} }: OutgoingRecord): number {
  let size = byteLength(key) + byteLength(value) + 70;
  for (const name of Object.keys(headers)) {
    const values = [headers[name]].flat();
    for (const one of values) size += name.length + byteLength(one ?? null) + 4;
  }
  return size;
}

function byteLength(text: Buffer | string | null): number {
  return text === null ? 0 : Buffer.byteLength(text);
}
