import type { CloudEventAttributes, Fate, RawRecord, ReadResult, TopicBase } from '@ilium/contracts';
import type { EntityManager } from 'typeorm';

/** What an event has to say about itself, so that it counts once. */
export type Identified = Pick<CloudEventAttributes, 'id' | 'source'>;

/** Parses one record at the edge; what it returns is trusted from then on. Pure and total: it never throws. */
export type ReadRecord<T extends Identified> = (record: RawRecord) => ReadResult<T>;

/** One message that this service has not seen before. */
export interface Received<T> {
  readonly event: T;
  readonly id: string;
  readonly source: string;
  readonly key: Buffer | null;
  readonly partition: number;
  readonly offset: bigint;
  /** When Kafka took the record. */
  readonly receivedAt: Date;
}

/** Fresh messages of one partition, in order, inside one open transaction. */
export interface MessageBatch<T> {
  readonly messages: readonly Received<T>[];
  /** The open transaction: everything written through it commits together with the fates and the next offset. */
  readonly manager: EntityManager;
}

/** What a handler wants to be published. It goes out after the commit, in this order per topic and key. */
export interface Outgoing {
  readonly topic: TopicBase;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Record timestamp in milliseconds; leave it out unless the topic is kept for ever. */
  readonly timestamp?: number;
}

export interface BatchResult {
  /** One fate for each message, in the order of the messages. */
  readonly fates: readonly Fate[];
  readonly publish: readonly Outgoing[];
}
