import { setTimeout as wait } from 'node:timers/promises';
import { judge, preparePublication, toOutboxRecord, type OutboxSender } from '@ilium/messaging';
import { ExplainedError, type Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { DoorClock } from './door-clock.js';
import { addCounts, countOf, doneOf, type DoorCount } from './door-counts.js';
import type { MessageStoreMetrics } from './message-store-metrics.js';
import { findKnown, MessageWriter } from './message-rows.js';
import { StoreAway, type MessageStore, type Passing, type SourceMessage, type Taking } from './source-message.js';
import { prepareMessage, stampMessage, type MessageKeys, type PreparedMessage } from './prepared-message.js';

export interface GroupCommitOptions {
  readonly dataSource: DataSource;
  readonly outbox: Pick<OutboxSender, 'offer' | 'isFull'>;
  readonly keys: MessageKeys;
  readonly logger: Logger;
  readonly metrics: MessageStoreMetrics;
  /** So long a message waits for its commit, in milliseconds. */
  readonly withinMs?: number;
}

/** What waits for the next commit: a message, or the count of one that is not kept. */
interface Waiting {
  readonly prepared: PreparedMessage | undefined;
  readonly count: DoorCount;
  readonly since: number;
  readonly settle: (taking: Taking) => void;
  readonly fail: (error: unknown) => void;
  isSettled: boolean;
}

const mostMessages = 500;
const mostBytes = 4 * 1024 * 1024;
const defaultWithinMs = 10_000;
/** Where nothing was committed for so long, another instance may have taken a sender over: its order is looked up first. */
const quietMs = 1_000;
const lookMs = 250;

/**
 * Stores messages of all doors, those that wait together in one commit. One commit is under way at a time; what comes
 * meanwhile is the next one's. Whoever is answered is answered after the commit that holds the message.
 */
export class GroupCommit implements MessageStore {
  readonly #options: GroupCommitOptions;
  readonly #writer: MessageWriter;
  readonly #clock = new DoorClock();
  readonly #queue: Waiting[] = [];
  /** Messages that are waiting or under way, by their key: a repeat of one of them waits for it. */
  readonly #underWay = new Map<string, Promise<Taking>>();
  #batch: readonly Waiting[] = [];
  #pumping: Promise<void> | undefined;
  #committedAt = Number.NEGATIVE_INFINITY;
  #fault: string | undefined;
  #watch: NodeJS.Timeout | undefined;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
    this.#writer = new MessageWriter(options.dataSource);
  }

  take(message: SourceMessage): Promise<Taking> {
    const prepared = prepareMessage(message, this.#options.keys);
    const key = prepared.messageKey.toString('latin1');
    const first = this.#underWay.get(key);
    if (first !== undefined) return this.#takeRepeat(message, first);
    const taking = this.#enqueue(doneOf(message), prepared);
    this.#underWay.set(key, taking);
    void taking.finally(() => this.#underWay.delete(key)).catch(() => undefined);
    return taking;
  }

  async count(passing: Passing): Promise<void> {
    await this.#enqueue(countOf(passing));
  }

  /** Fails, with words for it, while nothing can be stored. */
  check(): void {
    if (this.#fault !== undefined) {
      throw new ExplainedError(`PostgreSQL does not take what comes in: ${this.#fault}`, 'STORE_AWAY');
    }
  }

  /** Whether live messages wait: what can wait gives way to them. */
  get isBusy(): boolean {
    return this.#queue.length > 0;
  }

  /** Resolves when nothing waits any more. */
  async flushed(): Promise<void> {
    while (this.#pumping !== undefined) await this.#pumping;
  }

  async #takeRepeat(message: SourceMessage, first: Promise<Taking>): Promise<Taking> {
    const { fate, answer } = await first;
    if (fate === 'other') return { fate, answer };
    await this.count({ ...message, fate: 'skipped', reason: 'duplicate' });
    return { fate: 'repeat', answer };
  }

  #enqueue(count: DoorCount, prepared?: PreparedMessage): Promise<Taking> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        prepared,
        count,
        since: performance.now(),
        isSettled: false,
        settle: (taking) => {
          waiting.isSettled = true;
          resolve(taking);
        },
        fail: (error) => {
          waiting.isSettled = true;
          reject(error);
        },
      };
      this.#queue.push(waiting);
      this.#keepPumping();
    });
  }

  #keepPumping(): void {
    if (this.#pumping !== undefined || this.#queue.length === 0) return;
    this.#watch ??= setInterval(() => this.#expire(), lookMs);
    this.#pumping = this.#pump().finally(() => {
      this.#pumping = undefined;
      clearInterval(this.#watch);
      this.#watch = undefined;
      this.#keepPumping();
    });
  }

  async #pump(): Promise<void> {
    while (this.#queue.length > 0) {
      this.#batch = takeBatch(this.#queue);
      await this.#commit(this.#batch);
      this.#batch = [];
    }
  }

  /** A message that has waited too long gets no answer: it may be committed all the same, and may be sent again. */
  #expire(): void {
    const latest = performance.now() - (this.#options.withinMs ?? defaultWithinMs);
    for (const waiting of [...this.#batch, ...this.#queue]) {
      if (waiting.isSettled || waiting.since > latest) continue;
      this.#fault = 'no answer in time';
      waiting.fail(new StoreAway('nothing was committed in time'));
    }
    const rest = this.#queue.filter(({ isSettled }) => !isSettled);
    this.#queue.splice(0, this.#queue.length, ...rest);
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const open = batch.filter(({ isSettled }) => !isSettled);
      if (open.length === 0) return;
      try {
        await this.#write(open);
        this.#fault = undefined;
        return;
      } catch (error) {
        if (isUniqueViolation(error)) return await this.#sortOutKnown(open);
        if (!(error instanceof StoreAway) && judge(error) !== 'retry') return await this.#splitOrFail(open, error);
        this.#fault = error instanceof StoreAway ? 'no answer in time' : 'the connection is lost or refused';
        this.#options.metrics.failed();
        this.#options.logger.warn('storing messages failed, trying again', { error, attempt });
        await wait(Math.min(50 * 2 ** attempt, 1_000));
      }
    }
  }

  async #write(open: readonly Waiting[]): Promise<void> {
    const { outbox, metrics } = this.#options;
    const began = performance.now();
    if (began - this.#committedAt > quietMs) await this.#raiseClock();
    const messages = open.flatMap(({ prepared }) => prepared ?? []).map((one) => stampMessage(one, this.#clock.next()));
    const publication = preparePublication(messages.flatMap(({ publish }) => publish).map(toOutboxRecord));
    const counts = addCounts(open.map(({ count }) => count));
    const { outboxId, newest } = await this.#inTime(this.#writer.write({ messages, counts, publication }));
    this.#clock.raise(newest);
    this.#committedAt = performance.now();
    // What is too much for memory is read again from the table when Kafka takes more.
    if (publication !== undefined && outboxId !== undefined && !outbox.isFull) {
      outbox.offer({ ...publication, id: outboxId });
    }
    metrics.committed(counts, this.#committedAt - began);
    for (const { settle, prepared } of open) settle({ fate: 'taken', answer: prepared?.message.answer ?? '' });
  }

  async #raiseClock(): Promise<void> {
    const rows: { newest: string | null }[] = await this.#inTime(
      this.#options.dataSource.query(`SELECT max(sequence) AS newest FROM source_messages`),
    );
    this.#clock.raise(Number(rows[0]?.newest ?? 0));
  }

  /** A server that has stopped answers nothing at all; its connection is left to itself. */
  async #inTime<T>(work: Promise<T>): Promise<T> {
    const timer = new AbortController();
    const late = wait(this.#options.withinMs ?? defaultWithinMs, undefined, { signal: timer.signal }).then(() => {
      throw new StoreAway('no answer in time');
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      timer.abort();
      late.catch(() => undefined);
      work.catch(() => undefined);
    }
  }

  /** Some are there already: sent again, or committed when the answer to the commit was lost. The others are written. */
  async #sortOutKnown(open: readonly Waiting[]): Promise<void> {
    const known = await findKnown(
      this.#options.dataSource,
      open.flatMap(({ prepared }) => prepared ?? []),
    ).catch((error: unknown) => {
      this.#options.logger.warn('looking up messages failed', { error });
      return undefined;
    });
    const rest: Waiting[] = [];
    for (const waiting of open) {
      const { prepared } = waiting;
      const there = prepared === undefined ? undefined : known?.get(prepared);
      if (prepared === undefined || there === undefined) rest.push(waiting);
      else if (there.id === prepared.id) waiting.settle({ fate: 'taken', answer: there.answer });
      else if (there.isSame) rest.push(asRepeat(waiting, prepared.message, there.answer));
      else waiting.settle({ fate: 'other', answer: '' });
    }
    await this.#commit(rest);
  }

  /** PostgreSQL refuses one of these for good: halves find which one, and the others are stored. */
  async #splitOrFail(open: readonly Waiting[], error: unknown): Promise<void> {
    if (open.length === 1) {
      this.#options.logger.error('a message can not be stored', { error });
      open[0]?.fail(error);
      return;
    }
    const half = Math.ceil(open.length / 2);
    await this.#commit(open.slice(0, half));
    await this.#commit(open.slice(half));
  }
}

/** Only its count is still to be written. */
function asRepeat(waiting: Waiting, message: SourceMessage, answer: string): Waiting {
  const { settle } = waiting;
  const count = countOf({ ...message, fate: 'skipped', reason: 'duplicate' });
  return { ...waiting, prepared: undefined, count, settle: () => settle({ fate: 'repeat', answer }) };
}

function isUniqueViolation(error: unknown): boolean {
  const cause = error instanceof Error && 'driverError' in error ? error.driverError : error;
  return cause instanceof Error && 'code' in cause && cause.code === '23505';
}

function takeBatch(queue: Waiting[]): readonly Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const { prepared } of queue) {
    bytes += prepared?.message.body.length ?? 0;
    if (count > 0 && (bytes > mostBytes || count >= mostMessages)) break;
    count += 1;
  }
  return queue.splice(0, count);
}
