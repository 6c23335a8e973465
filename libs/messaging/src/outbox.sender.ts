import { topicName, type TopicBase } from '@ilium/contracts';
import { ExplainedError, Registry, silentLogger, type HealthRegistry, type Logger } from '@ilium/observability';
import { EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { backOff } from './back-off.js';
import type { Outgoing } from './batch.js';
import { describeFault } from './errors.js';
import { createOutboxMetrics, type OutboxMetrics } from './outbox-metrics.js';
import { toOutboxRecord, writeOutbox, type OutboxRecord, type Publication } from './outbox.js';
import { sweepOutbox } from './outbox.sweep.js';
import { openProducer, type RecordProducer } from './producer.js';

export interface OutboxOptions {
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly dataSource: DataSource;
  readonly logger?: Logger;
  readonly metrics?: Registry;
  /** Gets the check `outbox`. */
  readonly health?: HealthRegistry;
  /** Consumption pauses while more bytes than this wait in memory (8 MiB). */
  readonly maxBacklogBytes?: number;
  /** What a crash left is looked for so often, and taken from this age on, in milliseconds (5 000). */
  readonly sweepMs?: number;
  /** Stands in for Kafka's producer in tests. */
  readonly open?: () => Promise<RecordProducer>;
}

/** So many bytes of rows are gathered for one round of sends. */
const roundBytes = 2 * 1024 * 1024;
const closeWithinMs = 8_000;
const defaultBacklogBytes = 8 * 1024 * 1024;

/**
 * Publishes what transactions have committed, and sweeps up what a crash left. A send that fails is repeated until it
 * succeeds: what is committed gets published. One send is in flight at a time.
 */
export class OutboxSender {
  readonly #options: OutboxOptions;
  readonly #logger: Logger;
  readonly #metrics: OutboxMetrics;
  readonly #inHand = new Set<Publication>();
  readonly #waiting: Publication[] = [];
  readonly #progress = new EventEmitter();
  readonly #stopped = new AbortController();
  readonly #sweepStopped = new AbortController();
  #bytesInHand = 0;
  #fault: string | undefined;
  #producer: Promise<RecordProducer> | undefined;
  #sending: Promise<void> | undefined;
  #sweeping: Promise<void> | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    this.#metrics = createOutboxMetrics(options.metrics ?? new Registry());
    options.health?.add('outbox', () => this.check());
  }

  /** Starts sweeping. Offered publications go out from the first on. */
  start(): void {
    this.#sweeping ??= this.#sweepRegularly();
  }

  /** Runs `work` in a transaction, stores what it wants published in the same, and publishes it after the commit. */
  async transact<T>(
    work: (manager: EntityManager) => Promise<{ readonly result: T; readonly publish: readonly Outgoing[] }>,
  ): Promise<T> {
    const { result, publication } = await this.#options.dataSource.transaction(async (manager) => {
      const worked = await work(manager);
      return {
        result: worked.result,
        publication: await writeOutbox(manager, worked.publish.map(toOutboxRecord)),
      };
    });
    this.offer(publication);
    return result;
  }

  /** Takes what a transaction has committed. */
  offer(publication: Publication | undefined): void {
    if (publication === undefined) return;
    this.#inHand.add(publication);
    this.#waiting.push(publication);
    this.#bytesInHand += publication.bytes;
    this.#measure();
    this.#keepSending();
  }

  /** Waits while more is in hand than may be; false when that takes too long: Kafka is slow to take it, or away. */
  async hasRoom(withinMs = 2_000): Promise<boolean> {
    const deadline = AbortSignal.timeout(withinMs);
    while (this.isFull && !deadline.aborted) {
      await once(this.#progress, 'released', { signal: deadline }).catch(() => undefined);
    }
    return !this.isFull;
  }

  /** Whether more is in hand than may be. What is not offered then is swept up later. */
  get isFull(): boolean {
    return this.#bytesInHand > (this.#options.maxBacklogBytes ?? defaultBacklogBytes);
  }

  /** Fails, with words for it, while sends fail. */
  check(): void {
    if (this.#fault !== undefined) {
      throw new ExplainedError(`Kafka does not take what is to be published: ${this.#fault}`, 'OUTBOX_STUCK');
    }
  }

  /** Resolves when nothing that was offered waits any more. */
  async flushed(): Promise<void> {
    while (this.#sending !== undefined) await this.#sending;
  }

  /** Publishes what is in hand, if Kafka takes it in time; what stays behind is in the database and gets swept up. */
  async close(): Promise<void> {
    this.#sweepStopped.abort();
    const late = setTimeout(() => this.#stopped.abort(), closeWithinMs);
    // A send or a statement under way may never end where a server is gone: what it holds is swept up later.
    const stopped = once(this.#stopped.signal, 'abort');
    await Promise.race([Promise.all([this.#sweeping, this.flushed()]), stopped]);
    clearTimeout(late);
    this.#stopped.abort();
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.then((open) => open.close());
  }

  #keepSending(): void {
    if (this.#sending !== undefined || this.#waiting.length === 0 || this.#stopped.signal.aborted) return;
    this.#sending = this.#sendWaiting().finally(() => {
      this.#sending = undefined;
      this.#keepSending();
    });
  }

  async #sendWaiting(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#stopped.signal.aborted) {
      const round = takeRound(this.#waiting);
      await this.#untilDone(() => this.#send(round.flatMap(({ records }) => records)));
      // A row that stays behind is swept up later: its records arrive twice and count once.
      await this.#untilDone(() => this.#delete(round));
      for (const publication of round) this.#release(publication);
    }
  }

  async #untilDone(work: () => Promise<void>): Promise<void> {
    for (let attempt = 1; !this.#stopped.signal.aborted; attempt += 1) {
      try {
        await work();
        this.#fault = undefined;
        return;
      } catch (error) {
        this.#fault = describeFault(error);
        this.#metrics.failed();
        this.#logger.warn('publishing failed, trying again', { error, attempt });
        await wait(backOff(attempt, 100, 5_000), undefined, { signal: this.#stopped.signal }).catch(() => undefined);
      }
    }
  }

  async #send(records: readonly OutboxRecord[]): Promise<void> {
    const producer = await this.#openProducer();
    const byTopic = Map.groupBy(records, ({ topic }) => topic);
    for (const [topic, ofTopic] of byTopic) {
      await producer.send(this.#nameOf(topic), ofTopic);
      this.#metrics.sent(topic, ofTopic.length);
    }
  }

  #nameOf(topic: TopicBase): string {
    return topicName(this.#options.topicPrefix, topic);
  }

  #openProducer(): Promise<RecordProducer> {
    const { brokers, open = () => openProducer({ brokers, logger: this.#logger }) } = this.#options;
    this.#producer ??= open().catch((error: unknown) => {
      this.#producer = undefined;
      throw error;
    });
    return this.#producer;
  }

  async #delete(round: readonly Publication[]): Promise<void> {
    await this.#options.dataSource.query(`DELETE FROM outbox WHERE id = ANY ($1::bigint[])`, [
      round.map(({ id }) => id),
    ]);
  }

  #release(publication: Publication): void {
    this.#inHand.delete(publication);
    this.#bytesInHand -= publication.bytes;
    this.#measure();
    this.#progress.emit('released');
  }

  #measure(): void {
    this.#metrics.waiting(this.#inHand.size, this.#bytesInHand);
  }

  async #sweepRegularly(): Promise<void> {
    const { dataSource, sweepMs = 5_000 } = this.#options;
    const { signal } = this.#sweepStopped;
    while (!signal.aborted) {
      try {
        const swept = await sweepOutbox(dataSource, {
          olderThanMs: sweepMs,
          except: [...this.#inHand].map(({ id }) => id),
          send: (records) => this.#send(records),
        });
        this.#metrics.swept(swept);
        if (swept > 0) this.#logger.info('published what another process had left', { rows: swept });
      } catch (error) {
        this.#logger.warn('sweeping the outbox failed', { error });
      }
      await wait(sweepMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

function takeRound(waiting: Publication[]): Publication[] {
  let bytes = 0;
  let count = 0;
  for (const publication of waiting) {
    bytes += publication.bytes;
    if (count > 0 && bytes > roundBytes) break;
    count += 1;
  }
  return waiting.splice(0, count);
}
