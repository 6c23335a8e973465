import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '@ilium/observability';
import { StoreAway, type MessageStore, type Passing, type SourceMessage } from '../source-messages/source-message.js';
import { Backlog, sizeOfAll, type RowInHand } from './backlog.js';
import { pauseBeside } from './give-way.js';
import type { JournalMetrics } from './journal-metrics.js';
import type { JournalRow, JournalRows, RowName } from './journal-rows.js';
import type { JournaledMessage } from './received-message.js';

/** What an acknowledged message is read as: something to store, or to count only. */
export type Settled =
  | { readonly kind: 'message'; readonly message: SourceMessage }
  | { readonly kind: 'passing'; readonly passing: Passing };

interface Entry {
  readonly rowId: string;
  readonly journaled: JournaledMessage;
  readonly settled: Settled;
}

export interface SettlementOptions {
  readonly rows: Pick<JournalRows, 'find' | 'left' | 'remove'>;
  readonly store: MessageStore;
  /** Reads a message to its end. */
  readonly read: (message: JournaledMessage) => Settled;
  /** What is kept of a message that a defect keeps from being read. */
  readonly unread: (message: JournaledMessage) => SourceMessage;
  /** Whether doors have messages to acknowledge: what can wait gives way to them. */
  readonly isBusy: () => boolean;
  readonly logger: Logger;
  readonly metrics: JournalMetrics;
  /** Rows that nobody has in hand are looked for so often, and taken from this age on, in milliseconds (5 000). */
  readonly sweepMs?: number;
  /** So many bytes of messages wait in memory; others are read again from the table (16 MiB). */
  readonly memoryBytes?: number;
}

const mostMessages = 200;
/** Read in one go, for about a millisecond; doors have their turn after that. */
const mostInOneGo = 8;
const sweptAtOnce = 500;
const retryMs = 500;
const removeWithinMs = 100;
const rowsPerRemoval = 200;

/**
 * Reads what the journal holds, hands it to the store message by message, and takes it out of the journal. A message that
 * is handed over twice, after a crash, is stored and counted once: it has kept its id.
 */
export class Settlement {
  readonly #options: SettlementOptions;
  readonly #backlog: Backlog;
  readonly #stopped = new AbortController();
  readonly #done: RowName[] = [];
  #removal: NodeJS.Timeout | undefined;
  #removing: Promise<void> = Promise.resolve();
  #running: Promise<void> | undefined;
  #sweeping: Promise<void> | undefined;
  #stuck = 0;
  /** Messages of rows that are being settled. */
  #underWay = 0;

  constructor(options: SettlementOptions) {
    this.#options = options;
    this.#backlog = new Backlog(options.memoryBytes ?? 16 * 1024 * 1024);
  }

  /** Takes what was committed. */
  offer(row: JournalRow): void {
    this.#backlog.add(row);
    this.#tell();
    this.#keepRunning();
  }

  /** Looks for rows that a crash left, from now on. */
  start(): void {
    this.#sweeping ??= this.#sweepRegularly();
  }

  /** Resolves when nothing is in hand any more. */
  async flushed(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    await this.#removeDone();
  }

  /** Settles what is in hand, as long as that takes no longer; what stays in the journal is settled after the next start. */
  async close(withinMs: number): Promise<void> {
    const late = setTimeout(() => this.#stopped.abort(), withinMs);
    await this.flushed();
    clearTimeout(late);
    this.#stopped.abort();
    await this.#sweeping;
  }

  /** Fails, with words for it, while acknowledged messages can't be stored. */
  check(): void {
    if (this.#stuck > 0) throw new Error(`${this.#stuck} acknowledged messages can not be stored: see the log`);
  }

  #keepRunning(): void {
    if (this.#stopped.signal.aborted) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#backlog.messages > 0) this.#keepRunning();
    });
  }

  async #run(): Promise<void> {
    let storing = Promise.resolve();
    while (this.#backlog.messages > 0 && !this.#stopped.signal.aborted) {
      const round = this.#backlog.take(mostMessages);
      this.#underWay += sizeOfAll(round);
      try {
        const entries = await this.#readAll(await this.#withMessages(round));
        // The next ones are read while these are stored.
        await storing;
        storing = this.#storeAll(round, entries);
      } catch (error) {
        this.#options.logger.warn('the journal could not be read, trying again', { error });
        this.#backlog.putBack(round);
        this.#underWay -= sizeOfAll(round);
        await this.#pause(retryMs);
      }
    }
    await storing;
  }

  /** Rows that did not fit into memory are read again; one that is not there any more was settled by another instance. */
  async #withMessages(round: readonly RowInHand[]): Promise<readonly JournalRow[]> {
    const there = round.flatMap(({ messages, ...name }) => (messages === undefined ? [] : { ...name, messages }));
    const missing = round.filter(({ messages }) => messages === undefined);
    const found = missing.length === 0 ? [] : await this.#options.rows.find(missing);
    return [...there, ...found].toSorted((one, other) => one.sequence - other.sequence);
  }

  async #readAll(rows: readonly JournalRow[]): Promise<readonly Entry[]> {
    const messages = rows.flatMap((row) => row.messages.map((journaled) => ({ rowId: row.id, journaled })));
    const entries: Entry[] = [];
    for (let start = 0; start < messages.length; start += mostInOneGo) {
      const began = performance.now();
      for (const one of messages.slice(start, start + mostInOneGo)) {
        entries.push({ ...one, settled: this.#read(one.journaled) });
      }
      await this.#giveWay(performance.now() - began, Date.now() - (messages[start]?.journaled.receivedAt ?? 0));
    }
    return entries;
  }

  #read(message: JournaledMessage): Settled {
    try {
      return this.#options.read(message);
    } catch (error) {
      this.#options.logger.error('a message could not be read: it is kept as it came', { door: message.door, error });
      return { kind: 'message', message: this.#options.unread(message) };
    }
  }

  async #giveWay(spentMs: number, waitedMs: number): Promise<void> {
    const pauseMs = this.#options.isBusy() ? pauseBeside(spentMs, waitedMs) : 0;
    if (pauseMs < 1) await nextTurn();
    else await this.#pause(pauseMs);
  }

  async #storeAll(round: readonly RowInHand[], entries: readonly Entry[]): Promise<void> {
    const stored = await Promise.all(entries.map(({ journaled, settled }) => this.#store(journaled, settled)));
    this.#underWay -= sizeOfAll(round);
    this.#tell();
    // A row with one that is not stored stays; its others are known when it is read again.
    const staying = new Set(entries.flatMap(({ rowId }, index) => (stored[index] === true ? [] : rowId)));
    this.#done.push(...round.filter(({ id }) => !staying.has(id)));
    if (this.#done.length >= rowsPerRemoval) await this.#removeDone();
    else this.#removal ??= setTimeout(() => void this.#removeDone(), removeWithinMs);
  }

  #tell(): void {
    this.#options.metrics.waiting(this.#backlog.messages + this.#underWay);
  }

  /** False where it stays in the journal. */
  async #store(journaled: JournaledMessage, settled: Settled): Promise<boolean> {
    const { store, logger, metrics, unread } = this.#options;
    const ways = [settled, { kind: 'message', message: unread(journaled) }] as const;
    for (const way of ways) {
      for (;;) {
        if (this.#stopped.signal.aborted) return false;
        try {
          if (way.kind === 'passing') await store.count(way.passing);
          else await store.take(way.message);
          return true;
        } catch (error) {
          if (!(error instanceof StoreAway)) {
            logger.error('an acknowledged message can not be stored as it was read', { door: journaled.door, error });
            break;
          }
          await this.#pause(retryMs);
        }
      }
    }
    this.#stuck += 1;
    metrics.stuck(this.#stuck);
    return false;
  }

  async #removeDone(): Promise<void> {
    clearTimeout(this.#removal);
    this.#removal = undefined;
    const done = this.#done.splice(0);
    const before = this.#removing;
    this.#removing = this.#remove(done, before);
    await this.#removing;
  }

  async #remove(done: readonly RowName[], before: Promise<void>): Promise<void> {
    await before;
    if (done.length === 0) return;
    try {
      await this.#options.rows.remove(done);
    } catch (error) {
      // They are swept up as if a crash had left them, and known then.
      this.#options.logger.warn('taking settled messages out of the journal failed', { error });
    } finally {
      this.#backlog.forget(done);
    }
  }

  async #sweepRegularly(): Promise<void> {
    const { rows, sweepMs = 5_000, logger } = this.#options;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        const left = await rows.left(sweepMs, sweptAtOnce);
        const unknown = left.filter((name) => !this.#backlog.has(name));
        if (unknown.length > 0) logger.info('settling what another process had left', { rows: unknown.length });
        for (const name of unknown) this.#backlog.add(name);
        if (unknown.length > 0) this.#keepRunning();
      } catch (error) {
        logger.warn('looking through the journal failed', { error });
      }
      await this.#pause(sweepMs);
    }
  }

  async #pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#stopped.signal, ref: false }).catch(() => undefined);
  }
}
