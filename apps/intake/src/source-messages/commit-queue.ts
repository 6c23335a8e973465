import { setTimeout as wait } from 'node:timers/promises';
import { judge } from '@ilium/messaging';
import type { Logger } from '@ilium/observability';
import { FairQueue } from './fair-queue.js';
import { Presence } from './presence.js';
import { StoreAway } from './source-message.js';

/** What waits for its commit, and whoever waits for it. */
export interface Waiting<Item, Answer> {
  readonly item: Item;
  /** `performance.now()` of its arrival. */
  readonly since: number;
  readonly isSettled: boolean;
  settle(answer: Answer): void;
  fail(error: unknown): void;
}

export interface CommitQueueParts<Item, Answer> {
  readonly logger: Logger;
  /** So long an item waits for its commit, in milliseconds; then it fails with `StoreAway`. */
  readonly withinMs?: number | undefined;
  /** Whose item it is: names take turns. */
  readonly nameOf: (item: Item) => string;
  readonly bytesOf: (item: Item) => number;
  /** Whether nobody waits for its answer: its time is never over. */
  readonly isPatient: (item: Item) => boolean;
  /** Whether an item whose time is over is written all the same: an earlier try may have been committed with it. */
  readonly goesAlong: (item: Item) => boolean;
  /** Commits all of it, and settles it after that. Called again with the same where it throws what may pass. */
  readonly write: (open: readonly Waiting<Item, Answer>[]) => Promise<void>;
  /** Throws while the database takes nothing. Asked while nothing waits. */
  readonly probe: () => Promise<void>;
  /** A commit failed and is tried again. */
  readonly failed: () => void;
}

const mostItems = 500;
const mostBytes = 4 * 1024 * 1024;
const defaultWithinMs = 10_000;
const lookMs = 250;

/**
 * Commits in groups: one is under way at a time, and what comes meanwhile is the next one's. What fails is tried again
 * until it succeeds; whoever has waited too long is told that there was no commit.
 */
export class CommitQueue<Item, Answer> {
  readonly presence = new Presence(() => this.#probe());
  readonly #parts: CommitQueueParts<Item, Answer>;
  readonly #withinMs: number;
  readonly #queue = new FairQueue<Waiting<Item, Answer>>();
  #batch: readonly Waiting<Item, Answer>[] = [];
  #pumping: Promise<void> | undefined;
  #expiry: NodeJS.Timeout | undefined;

  constructor(parts: CommitQueueParts<Item, Answer>) {
    this.#parts = parts;
    this.#withinMs = parts.withinMs ?? defaultWithinMs;
  }

  /** Answers after the commit. Rejects with `StoreAway` where there is none in time. */
  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#queue.add(this.#parts.nameOf(item), waitingFor(item, resolve, reject));
      this.#keepPumping();
    });
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

  /** Commits these, after whatever time it takes; those who waited too long have been told by then. */
  async commit(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    const { goesAlong, write, failed, logger } = this.#parts;
    for (let attempt = 1; ; attempt += 1) {
      if (batch.every(({ isSettled }) => isSettled)) return;
      const open = batch.filter(({ isSettled, item }) => !isSettled || goesAlong(item));
      try {
        await write(open);
        return this.presence.there();
      } catch (error) {
        const verdict = judge(error);
        if (verdict === 'permanent') return await this.#splitOrFail(open, error);
        this.presence.away(verdict === 'retry' ? 'it is away, or does not answer in time' : 'a fault of its set-up');
        failed();
        logger.warn('storing messages failed, trying again', { error, attempt });
        await wait(Math.min(50 * 2 ** attempt, 1_000));
      }
    }
  }

  #keepPumping(): void {
    if (this.#pumping !== undefined || this.#queue.size === 0) return;
    this.#expiry ??= setInterval(() => this.#expire(), lookMs);
    this.#pumping = this.#pump().finally(() => {
      this.#pumping = undefined;
      this.#keepPumping();
    });
  }

  async #pump(): Promise<void> {
    while (this.#queue.size > 0) {
      this.#batch = this.#takeBatch();
      await this.commit(this.#batch);
      this.#batch = [];
    }
  }

  #takeBatch(): readonly Waiting<Item, Answer>[] {
    let bytes = 0;
    return this.#queue.take(({ item }, count) => {
      bytes += this.#parts.bytesOf(item);
      return bytes <= mostBytes && count < mostItems;
    });
  }

  /** What has waited too long gets no answer: it may be committed all the same, and may be sent again. */
  #expire(): void {
    if (this.#pumping === undefined) {
      clearInterval(this.#expiry);
      this.#expiry = undefined;
    }
    const latest = performance.now() - this.#withinMs;
    for (const waiting of [...this.#batch, ...this.#queue]) {
      if (waiting.isSettled || waiting.since > latest || this.#parts.isPatient(waiting.item)) continue;
      this.presence.late();
      waiting.fail(new StoreAway('nothing was committed in time'));
    }
    this.#queue.forget(({ isSettled }) => isSettled);
  }

  /** With something under way its commit will tell. */
  async #probe(): Promise<boolean> {
    if (this.#pumping !== undefined) return false;
    try {
      await this.#parts.probe();
      return true;
    } catch (error) {
      this.#parts.logger.debug('the database is still away', { error });
      return false;
    }
  }

  /** PostgreSQL refuses one of these for good: halves find which one, and the others are stored. */
  async #splitOrFail(open: readonly Waiting<Item, Answer>[], error: unknown): Promise<void> {
    if (open.length === 1) {
      this.#parts.logger.error('a message can not be stored', { error });
      open[0]?.fail(error);
      return;
    }
    const half = Math.ceil(open.length / 2);
    await this.commit(open.slice(0, half));
    await this.commit(open.slice(half));
  }
}

function waitingFor<Item, Answer>(
  item: Item,
  resolve: (answer: Answer) => void,
  reject: (error: unknown) => void,
): Waiting<Item, Answer> {
  let isSettled = false;
  return {
    item,
    since: performance.now(),
    get isSettled() {
      return isSettled;
    },
    settle: (answer) => {
      isSettled = true;
      resolve(answer);
    },
    fail: (error) => {
      isSettled = true;
      reject(error);
    },
  };
}

/** Another item that settles the same: whoever waits for this one waits for that. */
export function inPlaceOf<Item, Answer>(
  waiting: Waiting<Item, Answer>,
  item: Item,
  answer: Answer,
): Waiting<Item, Answer> {
  return {
    item,
    since: waiting.since,
    get isSettled() {
      return waiting.isSettled;
    },
    settle: () => waiting.settle(answer),
    fail: (error) => waiting.fail(error),
  };
}
