import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from '@ilium/observability';
import { CommitQueue, type Waiting } from '../source-messages/commit-queue.js';
import type { DoorClock } from '../source-messages/door-clock.js';
import type { Presence } from '../source-messages/presence.js';
import type { JournalMetrics } from './journal-metrics.js';
import type { JournalRow, JournalRows } from './journal-rows.js';
import { Pulse } from './pulse.js';
import type { JournaledMessage, MessageJournal, ReceivedMessage } from './received-message.js';

export interface JournalOptions {
  readonly rows: Pick<JournalRows, 'insert' | 'newest' | 'probe'>;
  readonly clock: DoorClock;
  /** Is handed every row after its commit. */
  readonly settle: (row: JournalRow) => void;
  readonly logger: Logger;
  readonly metrics: JournalMetrics;
  /** So long a message waits for its commit, in milliseconds. */
  readonly withinMs?: number;
}

interface Item {
  readonly message: ReceivedMessage;
  readonly id: string;
  /** Stamped when it is written first; the same again when that is tried again. */
  sequence: number | undefined;
}

/** Where nothing was committed for so long, another instance may have taken a sender over: its order is looked up first. */
const quietMs = 1_000;
/** Up to so many a second are read to their end as they come. */
const calmPerSecond = 500;

/**
 * Makes messages durable with the least work there is, so that they can be acknowledged: those that wait together become
 * one row. Reading them to their end, and storing each, comes after that (`Settlement`).
 */
export class Journal implements MessageJournal {
  readonly #options: JournalOptions;
  readonly #queue: CommitQueue<Item, void>;
  readonly #pulse = new Pulse();
  #committedAt = Number.NEGATIVE_INFINITY;

  constructor(options: JournalOptions) {
    const { logger, metrics, rows, withinMs } = options;
    this.#options = options;
    this.#queue = new CommitQueue({
      logger,
      withinMs,
      nameOf: ({ message }) => `${message.site} ${message.door}`,
      bytesOf: ({ message }) => message.body.length,
      isPatient: () => false,
      goesAlong: () => true,
      write: (open) => this.#write(open),
      probe: () => rows.probe(),
      failed: () => metrics.failed(),
    });
  }

  get presence(): Presence {
    return this.#queue.presence;
  }

  /** Whether so many come that what can wait gives way to them. */
  get isBusy(): boolean {
    return this.#pulse.perSecond > calmPerSecond;
  }

  keep(message: ReceivedMessage): Promise<void> {
    return this.#queue.add({ message, id: randomUUID(), sequence: undefined });
  }

  /** Resolves when nothing waits any more and all is handed on; the database is not asked for after that. */
  async close(): Promise<void> {
    await this.#queue.close();
    await nextTurn();
  }

  async #write(open: readonly Waiting<Item, void>[]): Promise<void> {
    const { rows, clock, metrics, settle } = this.#options;
    const began = performance.now();
    // Another instance's clock may be ahead of ours; the order of a sender that comes to us now goes on above it.
    if (began - this.#committedAt > quietMs) clock.raise(await rows.newest());
    const messages = open.map(({ item }) => this.#stamp(item));
    const [first, last] = [messages[0], messages.at(-1)];
    if (first === undefined || last === undefined) return;
    const row = { id: first.id, sequence: last.sequence, messages };
    await rows.insert(row);
    this.#committedAt = performance.now();
    for (const waiting of open) waiting.settle();
    const durationMs = this.#committedAt - began;
    // Acknowledgements go out first.
    setImmediate(() => {
      this.#pulse.add(messages.length);
      metrics.committed(messages.length, durationMs);
      settle(row);
    });
  }

  #stamp(item: Item): JournaledMessage {
    item.sequence ??= this.#options.clock.next();
    return { ...item.message, id: item.id, sequence: item.sequence };
  }
}
