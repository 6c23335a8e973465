import type { HealthRegistry, Logger, Registry } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import type { OutboxSender } from './outbox.sender.js';

export interface KafkaBatchOptions {
  /** The service's name: in the headers of what it parks, in the ledger, and part of the default group. */
  readonly service: string;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  /** Consumer group; prefix + service when left out. */
  readonly groupId?: string;
  /** Of the service's own schema, with inbox, fate_counts, consumer_offsets and outbox. Pool larger than `partitionsAtOnce` + 2. */
  readonly dataSource: DataSource;
  /** Handed in when others publish through it too; started and closed with the strategy in any case. */
  readonly outbox?: OutboxSender;
  readonly logger?: Logger;
  readonly metrics?: Registry;
  /** Gets the checks `kafka`, `messages` (paused or lost partitions) and `outbox`. */
  readonly health?: HealthRegistry;
  /** At most so many messages in one transaction (1000). */
  readonly maxMessages?: number;
  /** At most so many bytes of records in one transaction, unless one record alone is larger (4 MiB). */
  readonly maxBytes?: number;
  /** Partitions worked on at the same time (4). */
  readonly partitionsAtOnce?: number;
  /** Kafka's session time-out in milliseconds (10 000): so long its partitions wait when it was killed. */
  readonly sessionTimeoutMs?: number;
  /** Losses that a person has accepted, each `topic:partition:offset` as the loss is named: go on from the log's start. */
  readonly acceptedLosses?: readonly string[];
  /** Inbox rows are deleted after so many days, except those of parked messages (400). */
  readonly inboxDays?: number;
  /** What to do about an error that nobody can handle. Default: end the process, for its supervisor to start it again. */
  readonly crash?: (error: Error) => void;
}
