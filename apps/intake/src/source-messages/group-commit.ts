import { setTimeout as wait } from 'node:timers/promises';
import { judge, preparePublication, toOutboxRecord, type OutboxSender } from '@ilium/messaging';
import type { Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { DoorClock } from './door-clock.js';
import { addCounts, countOf, doneOf, type DoorCount } from './door-counts.js';
import type { MessageStoreMetrics } from './message-store-metrics.js';
import { FairQueue } from './fair-queue.js';
import { MessageRows } from './message-rows.js';
import { Presence } from './presence.js';
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
  readonly isSettled: boolean;
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
  readonly #rows: MessageRows;
  readonly #withinMs: number;
  readonly #clock = new DoorClock();
  readonly #queue = new FairQueue<Waiting>();
  /** Messages that are waiting or under way, by their key and their identity: what is named the same waits for them. */
  readonly #underWay = new Map<string, Promise<Taking>>();
  readonly presence = new Presence(() => this.#probe());
  #batch: readonly Waiting[] = [];
  #pumping: Promise<void> | undefined;
  #committedAt = Number.NEGATIVE_INFINITY;
  #expiry: NodeJS.Timeout | undefined;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
    this.#withinMs = options.withinMs ?? defaultWithinMs;
    this.#rows = new MessageRows(options.dataSource, this.#withinMs);
  }

  take(message: SourceMessage): Promise<Taking> {
    const prepared = prepareMessage(message, this.#options.keys);
    const { messageKey, identityKey = messageKey } = prepared;
    const [key, name] = [messageKey.toString('latin1'), identityKey.toString('latin1')];
    const first = this.#underWay.get(key);
    if (first !== undefined) return this.#takeRepeat(message, first);
    const namesake = this.#underWay.get(name);
    if (namesake !== undefined) return namesake.then(() => this.take(message));
    const taking = this.#enqueue(doneOf(message), prepared);
    this.#underWay.set(key, taking).set(name, taking);
    const forget = () => [key, name].forEach((one) => this.#underWay.delete(one));
    taking.then(forget, forget);
    return taking;
  }

  async count(passing: Passing): Promise<void> {
    await this.#enqueue(countOf(passing));
  }

  /** Whether live messages wait: what can wait gives way to them. */
  get isBusy(): boolean {
    return this.#queue.size > 0;
  }

  /** Resolves when nothing waits any more. */
  async flushed(): Promise<void> {
    while (this.#pumping !== undefined) await this.#pumping;
  }

  /** Resolves when nothing waits any more; the database is not asked for after that. */
  async close(): Promise<void> {
    await this.flushed();
    this.presence.close();
  }

  async #takeRepeat(message: SourceMessage, first: Promise<Taking>): Promise<Taking> {
    const { fate, answer } = await first;
    if (fate === 'other') return { fate, answer };
    await this.count({ ...message, fate: 'skipped', reason: 'duplicate' });
    return { fate: 'repeat', answer };
  }

  #enqueue(count: DoorCount, prepared?: PreparedMessage): Promise<Taking> {
    return new Promise((resolve, reject) => {
      let isSettled = false;
      this.#queue.add(`${count.site} ${count.door}`, {
        prepared,
        count,
        since: performance.now(),
        get isSettled() {
          return isSettled;
        },
        settle: (taking) => {
          isSettled = true;
          resolve(taking);
        },
        fail: (error) => {
          isSettled = true;
          reject(error);
        },
      });
      this.#keepPumping();
    });
  }

  #keepPumping(): void {
    if (this.#pumping !== undefined || this.#queue.size === 0) return;
    this.#expiry ??= setInterval(() => this.#expire(), lookMs);
    this.#pumping = this.#pump().finally(() => {
      this.#pumping = undefined;
      clearInterval(this.#expiry);
      this.#expiry = undefined;
      this.#keepPumping();
    });
  }

  async #pump(): Promise<void> {
    while (this.#queue.size > 0) {
      this.#batch = takeBatch(this.#queue);
      await this.#commit(this.#batch);
      this.#batch = [];
    }
  }

  /** A message that has waited too long gets no answer: it may be committed all the same, and may be sent again. */
  #expire(): void {
    const latest = performance.now() - this.#withinMs;
    for (const waiting of [...this.#batch, ...this.#queue]) {
      if (waiting.isSettled || waiting.since > latest) continue;
      this.presence.late();
      waiting.fail(new StoreAway('nothing was committed in time'));
    }
    this.#queue.forget(({ isSettled }) => isSettled);
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      if (batch.every(({ isSettled }) => isSettled)) return;
      // Messages whose time is over go along: where a commit's answer was lost, they show that the others are there too.
      const open = batch.filter(({ isSettled, prepared }) => !isSettled || prepared !== undefined);
      try {
        return await this.#writeNew(open);
      } catch (error) {
        const verdict = judge(error);
        if (verdict === 'permanent') return await this.#splitOrFail(open, error);
        this.presence.away(verdict === 'retry' ? 'it is away, or does not answer in time' : 'a fault of its set-up');
        this.#options.metrics.failed();
        this.#options.logger.warn('storing messages failed, trying again', { error, attempt });
        await wait(Math.min(50 * 2 ** attempt, 1_000));
      }
    }
  }

  /** With messages under way their commits will tell; else the same statement with no rows shows as much. */
  async #probe(): Promise<boolean> {
    if (this.#pumping !== undefined) return false;
    try {
      await this.#rows.write({ messages: [], counts: [], publication: undefined });
      return true;
    } catch (error) {
      this.#options.logger.debug('the database is still away', { error });
      return false;
    }
  }

  /** Writes those that are not there yet, and settles all. */
  async #writeNew(open: readonly Waiting[]): Promise<void> {
    try {
      await this.#write(open);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const rest = await this.#sortOutKnown(open);
      // The same again would be refused again.
      if (rest.length === open.length && rest.every((one, index) => one === open[index])) throw error;
      await this.#commit(rest);
    }
  }

  async #write(open: readonly Waiting[]): Promise<void> {
    const { outbox, metrics } = this.#options;
    const began = performance.now();
    if (began - this.#committedAt > quietMs) this.#clock.raise(await this.#rows.newest());
    const messages = open.flatMap(({ prepared }) => prepared ?? []).map((one) => stampMessage(one, this.#clock.next()));
    const publication = preparePublication(messages.flatMap(({ publish }) => publish).map(toOutboxRecord));
    const counts = addCounts(open.map(({ count }) => count));
    const { outboxId, newest } = await this.#rows.write({ messages, counts, publication });
    this.#clock.raise(newest);
    this.#committedAt = performance.now();
    this.presence.there();
    // What is too much for memory is read again from the table when Kafka takes more.
    if (publication !== undefined && outboxId !== undefined && !outbox.isFull) {
      outbox.offer({ ...publication, id: outboxId });
    }
    metrics.committed(counts, this.#committedAt - began);
    for (const { settle, prepared } of open) settle({ fate: 'taken', answer: prepared?.message.answer ?? '' });
  }

  /** Settles those that are there already, and returns what is still to be written: repeats as their count only. */
  async #sortOutKnown(open: readonly Waiting[]): Promise<readonly Waiting[]> {
    const known = await this.#rows.findKnown(open.flatMap(({ prepared }) => prepared ?? []));
    const found = open.map((waiting) => ({
      waiting,
      there: waiting.prepared === undefined ? undefined : known.get(waiting.prepared),
    }));
    // One statement wrote them: with one of them all are there, and only its answer was lost.
    if (found.some(({ waiting, there }) => there !== undefined && there.id === waiting.prepared?.id)) {
      for (const { waiting, there } of found) waiting.settle({ fate: 'taken', answer: there?.answer ?? '' });
      return [];
    }
    return found.flatMap(({ waiting, there }) => {
      if (waiting.prepared === undefined || there === undefined) return waiting;
      if (there.isSame) return asRepeat(waiting, waiting.prepared.message, there.answer);
      waiting.settle({ fate: 'other', answer: '' });
      return [];
    });
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
  return {
    ...waiting,
    prepared: undefined,
    count,
    settle: () => settle({ fate: 'repeat', answer }),
    get isSettled() {
      return waiting.isSettled;
    },
  };
}

function isUniqueViolation(error: unknown): boolean {
  const cause = error instanceof Error && 'driverError' in error ? error.driverError : error;
  return cause instanceof Error && 'code' in cause && cause.code === '23505';
}

function takeBatch(queue: FairQueue<Waiting>): readonly Waiting[] {
  let bytes = 0;
  return queue.take(({ prepared }, count) => {
    bytes += prepared?.message.body.length ?? 0;
    return bytes <= mostBytes && count < mostMessages;
  });
}
