/** The only import of kafkajs. CommonJS: the default import is the module. */
import kafkajs from 'kafkajs';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { silentLogger, type Logger } from '@ilium/observability';
import { BrokenContract } from './errors.js';

export type { Admin, Batch, Consumer, EachBatchPayload, IHeaders, Kafka, KafkaMessage, Producer } from 'kafkajs';

const { Kafka, Partitioners, logLevel } = kafkajs;

/**
 * kafkajs 2.2.4 re-arms a timer of 1 ms for ever on each connection, because it asks for a check of pending requests
 * also when none is pending and nothing is throttled: 3 % of a core in an idle service, and a TimeoutNegativeWarning.
 */
function stopIdleTimer(queue: typeof RequestQueue.prototype): void {
  const schedule = queue.scheduleCheckPendingRequests;
  queue.scheduleCheckPendingRequests = function scheduleWhenNeeded() {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
stopIdleTimer(RequestQueue.prototype);

export interface KafkaConnection {
  readonly brokers: readonly string[];
  /** Shown in the broker's logs and metrics. */
  readonly clientId?: string;
  readonly logger?: Logger;
}

export function connectKafka({ brokers, clientId = 'ilium', logger = silentLogger }: KafkaConnection): kafkajs.Kafka {
  return new Kafka({
    brokers: [...brokers],
    clientId,
    logLevel: logLevel.WARN,
    logCreator: () => passOn(logger),
    connectionTimeout: 3_000,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 8 },
  });
}

const quietMs = 10_000;

/**
 * kafkajs logs what it retries as an error, several times a second while a broker is away: here it is a warning, the
 * same one once in a while, and its free text is masked like a foreign error's.
 */
function passOn(logger: Logger): (entry: kafkajs.LogEntry) => void {
  const quietUntil = new Map<string, number>();
  return ({ namespace, log }) => {
    const { message, groupId, topic, partition, error } = log;
    const now = Date.now();
    if (now < (quietUntil.get(namespace) ?? 0)) return;
    quietUntil.set(namespace, now + quietMs);
    const cause = typeof error === 'string' && error !== message ? `${message} ${error}` : message;
    logger.warn('kafka client', { context: namespace, groupId, topic, partition, error: new KafkaNote(cause) });
  };
}

class KafkaNote extends Error {
  override readonly name = 'KafkaNote';
}

/** The same key to the same partition as Java's clients (murmur2). */
export const partitioner = Partitioners.DefaultPartitioner;

/** Where the fetch that brought this batch began. kafkajs has it, its types don't. */
export function fetchedOffset(batch: kafkajs.Batch): bigint {
  const offset = 'fetchedOffset' in batch ? batch.fetchedOffset : undefined;
  if (typeof offset !== 'string') throw new BrokenContract('This version of kafkajs tells no fetchedOffset.');
  return BigInt(offset);
}
