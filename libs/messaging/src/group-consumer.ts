import { ExplainedError, type Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { Assignment, type Steering } from './assignment.js';
import { runSlice, type RunOutcome } from './batch-runner.js';
import type { BatchWork, Slice } from './batch-transaction.js';
import type { BatchResult, Identified, MessageBatch, ReadRecord } from './batch.js';
import type { ConsumerMetrics } from './consumer-metrics.js';
import { describeFault } from './errors.js';
import { beat, type Heartbeats } from './heartbeat.js';
import { fetchedOffset, type Admin, type Consumer, type EachBatchPayload } from './kafkajs.js';
import type { OutboxSender } from './outbox.sender.js';
import { decidedUpTo, past } from './partition-state.js';
import type { TopicPartition } from './partitions.js';
import { Progress } from './progress.js';
import { cutSlices, type SliceLimits } from './slices.js';

/** What becomes of a topic's records. */
export interface TopicHandler<T extends Identified = Identified> {
  readonly read: ReadRecord<T>;
  readonly handle: (batch: MessageBatch<T>) => Promise<BatchResult>;
}

export interface GroupConsumerOptions {
  readonly service: string;
  readonly groupId: string;
  readonly consumer: Consumer;
  readonly admin: Admin;
  readonly dataSource: DataSource;
  readonly outbox: OutboxSender;
  /** By full topic name. */
  readonly handlers: ReadonlyMap<string, TopicHandler>;
  readonly limits: SliceLimits;
  readonly partitionsAtOnce: number;
  readonly heartbeatMs: number;
  readonly acceptedLosses: ReadonlySet<string>;
  readonly logger: Logger;
  readonly metrics: ConsumerMetrics;
  readonly crash: (error: unknown) => void;
}

/** A member that has not been heard of for so many heartbeats is about to lose its membership. */
const beatsMissed = 3;

/** A member of a consumer group: takes what kafkajs fetches through transactions, and steers it by what they say. */
export class GroupConsumer {
  readonly #options: GroupConsumerOptions;
  readonly #assignment: Assignment;
  readonly #progress: Progress;
  #joined = false;
  #lastBeat = 0;

  constructor(options: GroupConsumerOptions) {
    this.#options = options;
    this.#assignment = new Assignment({ ...options, steering: steeringOf(options.consumer) });
    this.#progress = new Progress({ ...options, topics: [...options.handlers.keys()], assignment: this.#assignment });
  }

  async start(): Promise<void> {
    const { consumer, handlers, partitionsAtOnce } = this.#options;
    this.#listen();
    await consumer.connect();
    await consumer.subscribe({ topics: [...handlers.keys()], fromBeginning: true });
    await consumer.run({
      // The database has the offsets; Kafka is told by `Progress`.
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitionsAtOnce,
      eachBatch: (payload) => this.#consume(payload),
    });
    this.#progress.start();
  }

  /** Finishes the transactions that run, begins none, and leaves the group. */
  async close(): Promise<void> {
    this.#assignment.close();
    await this.#progress.stop();
    await this.#options.consumer.disconnect();
  }

  /** A member of its group, and the group has heard of it lately. */
  get isMember(): boolean {
    return this.#joined && Date.now() - this.#lastBeat < this.#options.heartbeatMs * beatsMissed;
  }

  get assignment(): Pick<Assignment, 'waits' | 'losses'> {
    return this.#assignment;
  }

  #listen(): void {
    const { consumer, logger, groupId, crash } = this.#options;
    const { GROUP_JOIN, HEARTBEAT, REBALANCING, CRASH, END_BATCH_PROCESS } = consumer.events;
    const heard = (): void => {
      this.#lastBeat = Date.now();
    };
    consumer.on(HEARTBEAT, heard);
    // kafkajs calls this before it fetches anything under the new assignment.
    consumer.on(GROUP_JOIN, ({ payload }) => {
      this.#joined = true;
      heard();
      const given = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => ({ topic, partition })),
      );
      logger.info('joined the group', { groupId, count: given.length });
      this.#progress.forget();
      this.#assignment.take(given);
    });
    consumer.on(REBALANCING, () => logger.info('the group rebalances', { groupId }));
    consumer.on(CRASH, ({ payload }) => {
      this.#joined = false;
      this.#assignment.take([]);
      // Also at the first join on a broker that has just started: "the coordinator is loading".
      if (payload.restart) logger.warn('the consumer starts again', { groupId, error: payload.error });
      else crash(payload.error);
    });
    // A batch of nothing but control or aborted records never reaches `eachBatch`.
    consumer.on(END_BATCH_PROCESS, ({ payload: { topic, partition, batchSize, lastOffset } }) => {
      const position = this.#assignment.position({ topic, partition });
      if (batchSize > 0 || position === undefined) return;
      this.#assignment.move({ topic, partition }, past(position, BigInt(lastOffset)));
    });
  }

  async #consume(payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    const at = { topic, partition };
    const position = this.#assignment.position(at);
    if (position === undefined) return;
    if (fetchedOffset(payload.batch) !== position.expected) return this.#assignment.recheck(at);
    const beats = beat(payload, this.#options.heartbeatMs);
    try {
      await this.#consumeSlices(payload, at, position.from, beats);
    } catch (error) {
      this.#assignment.hold(at, describeFault(error), error);
      this.#options.crash(error);
    } finally {
      beats.stop();
    }
  }

  async #consumeSlices(payload: EachBatchPayload, at: TopicPartition, from: bigint, beats: Heartbeats): Promise<void> {
    const { handlers, limits, metrics, outbox } = this.#options;
    const { batch } = payload;
    const handler = handlers.get(at.topic);
    if (handler === undefined) throw new ExplainedError(`Nobody handles ${at.topic}.`, 'NO_HANDLER');
    const fetched = { ...at, messages: batch.messages, from, lastOffset: BigInt(batch.lastOffset()) };
    const slices = cutSlices(fetched, limits, handler.read);
    let started = performance.now();
    for (const slice of slices) {
      if (!(await outbox.hasRoom())) return this.#assignment.hold(at, 'the outbox is full: Kafka takes nothing');
      const outcome = await this.#run(payload, at, handler, slice);
      if (!this.#goesOn(at, outcome) || beats.interrupted || payload.isStale() || !payload.isRunning()) return;
      const ended = performance.now();
      metrics.slice(at.topic, (ended - started) / 1000, slice.entries.length);
      metrics.lag(at.topic, at.partition, BigInt(batch.highWatermark) - slice.next);
      started = ended;
    }
  }

  #run(
    payload: EachBatchPayload,
    at: TopicPartition,
    handler: TopicHandler,
    slice: Slice<Identified>,
  ): Promise<RunOutcome> {
    const { service, groupId, dataSource, outbox, metrics } = this.#options;
    const { epoch } = this.#assignment;
    const work: BatchWork<Identified> = { service, dataSource, partition: { groupId, ...at }, handle: handler.handle };
    return runSlice(work, slice, ({ next, counts, publication }) => {
      outbox.offer(publication);
      metrics.fates(counts);
      // Under another assignment the position is not ours to set any more.
      if (epoch !== this.#assignment.epoch) return;
      this.#assignment.move(at, decidedUpTo(next));
      this.#assignment.succeeded(at);
      payload.resolveOffset(String(next - 1n));
    });
  }

  #goesOn(at: TopicPartition, outcome: RunOutcome): boolean {
    switch (outcome.kind) {
      case 'decided':
        return true;
      case 'elsewhere':
        this.#assignment.recheck(at);
        return false;
      case 'other-log':
        this.#assignment.recheck(at, true);
        return false;
      case 'away':
        this.#assignment.hold(at, describeFault(outcome.error), outcome.error);
        return false;
    }
  }
}

/** kafkajs refuses to be steered between a crash and its restart; the next assignment starts from nothing anyway. */
function steeringOf(consumer: Consumer): Steering {
  const quietly = (steer: () => void): void => {
    try {
      steer();
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('consumer#run must be called first'))) throw error;
    }
  };
  return {
    pause: ({ topic, partition }) => quietly(() => consumer.pause([{ topic, partitions: [partition] }])),
    resume: ({ topic, partition }) => quietly(() => consumer.resume([{ topic, partitions: [partition] }])),
    seek: ({ topic, partition }, offset) => quietly(() => consumer.seek({ topic, partition, offset: String(offset) })),
  };
}
