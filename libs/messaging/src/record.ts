import type { RawRecord } from '@ilium/contracts';
import type { IHeaders, KafkaMessage } from './kafkajs.js';

/** A record as Kafka has it: bytes, and headers as they came. */
export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
  /** Milliseconds, set by the producer or the broker. */
  readonly timestamp: number;
}

export function toKafkaRecord(topic: string, partition: number, message: KafkaMessage): KafkaRecord {
  const { key, value, offset, timestamp } = message;
  return {
    topic,
    partition,
    offset: BigInt(offset),
    key,
    value,
    headers: message.headers ?? {},
    timestamp: Number(timestamp),
  };
}

/** A header's value as text; of a repeated header the last, as Kafka's own `lastHeader`. */
export function headerText(value: IHeaders[string]): string | undefined {
  const last = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last : last?.toString('utf8');
}

export function toRawRecord({ value, headers }: Pick<KafkaRecord, 'value' | 'headers'>): RawRecord {
  const text: Record<string, string | undefined> = {};
  for (const name of Object.keys(headers)) text[name] = headerText(headers[name]);
  return { value, headers: text };
}

/** About what the record takes in a request. */
export function recordBytes(record: Pick<KafkaRecord, 'key' | 'value'>): number {
  return (record.key?.length ?? 0) + (record.value?.length ?? 0) + 100;
}
