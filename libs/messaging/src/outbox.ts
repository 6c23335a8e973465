import { isUtf8 } from 'node:buffer';
import { topicSettings, type TopicBase } from '@ilium/contracts';
import type { EntityManager } from 'typeorm';
import type { Outgoing } from './batch.js';
import { PermanentError } from './errors.js';
import { sizeOf, type OutgoingRecord } from './producer.js';

/** A record on its way out: what a handler publishes, or a parked record with its own bytes. */
export interface OutboxRecord extends OutgoingRecord {
  readonly topic: TopicBase;
}

/** An outbox row: what one transaction publishes. Kept in memory after the commit, so that it needs no second reading. */
export interface Publication {
  readonly id: string;
  readonly records: readonly OutboxRecord[];
  readonly bytes: number;
}

export function toOutboxRecord({ topic, key, value, headers, timestamp }: Outgoing): OutboxRecord {
  return { topic, key, value, headers: { ...headers }, ...(timestamp === undefined ? {} : { timestamp }) };
}

/** Room for what a broker counts that is not in key, value or headers. */
const batchOverhead = 1_024;

/** What one transaction publishes, ready to be stored: `text` goes into the column `records` of one row of `outbox`. */
export interface PreparedPublication extends Omit<Publication, 'id'> {
  readonly text: string;
}

/** For who writes the row with a statement of its own. Refuses what its topic would not take. */
export function preparePublication(records: readonly OutboxRecord[]): PreparedPublication | undefined {
  if (records.length === 0) return undefined;
  let bytes = 0;
  for (const record of records) {
    const size = sizeOf(record);
    // Kafka would refuse it after the commit, when nobody can do anything about it any more.
    if (size + batchOverhead > topicSettings[record.topic].maxMessageBytes) {
      throw new PermanentError(`what it publishes on ${record.topic} is larger than the topic takes`);
    }
    bytes += size;
  }
  return { records, bytes, text: encodeRecords(records) };
}

/** Stores what the transaction publishes, in one row. */
export async function writeOutbox(
  manager: EntityManager,
  records: readonly OutboxRecord[],
): Promise<Publication | undefined> {
  const prepared = preparePublication(records);
  if (prepared === undefined) return undefined;
  const { text, bytes } = prepared;
  const rows: { id: string }[] = await manager.query(`INSERT INTO outbox (records) VALUES ($1) RETURNING id`, [text]);
  return { id: rows[0]?.id ?? '', records, bytes };
}

/** JSON text, not jsonb: that refuses a NUL, and a parked record may hold anything. */
export function encodeRecords(records: readonly OutboxRecord[]): string {
  return JSON.stringify(
    records.map(({ topic, key, value, headers = {}, timestamp }) => ({
      topic,
      key: encodeBytes(key),
      value: encodeBytes(value),
      headers: Object.entries(headers).map(([name, one]) => [
        name,
        Array.isArray(one) ? one.map(encodeBytes) : encodeBytes(one ?? null),
      ]),
      timestamp,
    })),
  );
}

type EncodedBytes = string | null | { readonly base64: string };

interface EncodedRecord {
  readonly topic: TopicBase;
  readonly key: EncodedBytes;
  readonly value: EncodedBytes;
  readonly headers: readonly (readonly [string, EncodedBytes | EncodedBytes[]])[];
  readonly timestamp?: number;
}

export function decodeRecords(text: string): OutboxRecord[] {
  const encoded: EncodedRecord[] = JSON.parse(text);
  return encoded.map(({ topic, key, value, headers, timestamp }) => ({
    topic,
    key: decodeBytes(key),
    value: decodeBytes(value),
    headers: Object.fromEntries(
      headers.map(([name, one]) => [
        name,
        Array.isArray(one) ? one.map((part) => decodeBytes(part) ?? '') : (decodeBytes(one) ?? ''),
      ]),
    ),
    ...(timestamp === undefined ? {} : { timestamp }),
  }));
}

function encodeBytes(bytes: Buffer | string | null): EncodedBytes {
  if (bytes === null || typeof bytes === 'string') return bytes;
  return isUtf8(bytes) ? bytes.toString('utf8') : { base64: bytes.toString('base64') };
}

function decodeBytes(encoded: EncodedBytes): Buffer | string | null {
  if (encoded === null || typeof encoded === 'string') return encoded;
  return Buffer.from(encoded.base64, 'base64');
}
