import type { ParkReason } from '@ilium/contracts';
import type { OutboxRecord } from './outbox.js';
import { headerText, type KafkaRecord } from './record.js';

/** Headers that a parked record carries besides its own. */
export const parkedHeaders = {
  reason: 'ilium-reason',
  detail: 'ilium-detail',
  service: 'ilium-service',
  topic: 'ilium-topic',
  partition: 'ilium-partition',
  offset: 'ilium-offset',
  attempts: 'ilium-attempts',
  parkedAt: 'ilium-parked-at',
  /** JSON array of source and id of its inbox row: what a re-injection hands back in `ilium-reinjected`. */
  inbox: 'ilium-inbox',
} as const;

export interface Parking {
  readonly reason: ParkReason;
  /** Names places, never values. */
  readonly detail: string;
  readonly service: string;
  readonly inbox: { readonly source: string; readonly id: string };
  readonly at: Date;
}

const longestDetail = 500;

/** The original record, key, bytes and headers untouched, with the reason why a person must look at it. */
export function parkedRecord(record: KafkaRecord, parking: Parking): OutboxRecord {
  const earlier = Number(headerText(record.headers[parkedHeaders.attempts]) ?? 0);
  return {
    topic: 'parked',
    key: record.key,
    value: record.value,
    headers: {
      ...record.headers,
      [parkedHeaders.reason]: parking.reason,
      [parkedHeaders.detail]: parking.detail.slice(0, longestDetail),
      [parkedHeaders.service]: parking.service,
      [parkedHeaders.topic]: record.topic,
      [parkedHeaders.partition]: String(record.partition),
      [parkedHeaders.offset]: String(record.offset),
      [parkedHeaders.attempts]: String((Number.isSafeInteger(earlier) ? earlier : 0) + 1),
      [parkedHeaders.parkedAt]: parking.at.toISOString(),
      [parkedHeaders.inbox]: JSON.stringify([parking.inbox.source, parking.inbox.id]),
    },
  };
}
