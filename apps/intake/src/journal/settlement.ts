import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { ExplainedError, type Logger } from '@ilium/observability';
import { StoreAway, type MessageStore, type Passing, type SourceMessage } from '../source-messages/source-message.js';
import { Backlog, type RowInHand } from './backlog.js';
import { pauseBeside } from './give-way.js';
import type { JournalMetrics } from './journal-metrics.js';
import type { FoundRows, JournalRow, JournalRows, RowName, RowSize } from './journal-rows.js';
import type { JournaledMessage } from './received-message.js';
import { RowRemoval } from './row-removal.js';
import { StayingRows } from './staying-rows.js';

/** What an acknowledged message is read as: something to store, or to count only. */
export type Settled =
  | { readonly kind: 'message'; readonly message: SourceMessage }
  | { readonly kind: 'passing'; readonly passing: Passing };

export interface SettlementOptions {
  readonly rows: Pick<JournalRows, 'find' | 'remove'>;
  readonly store: MessageStore;
  /** Reads a message to its end. */
  readonly read: (message: JournaledMessage) => Settled;
  /** What is kept of a message that a defect keeps from being read. */
  readonly unread: (message: JournaledMessage) => SourceMessage;
  /** Whether doors have messages to acknowledge: what can wait gives way to them. */
  readonly isBusy: () => boolean;
  readonly logger: Logger;
  readonly metrics: JournalMetrics;
  /** So many bytes of messages wait in memory; others are read again from the table (16 MiB). */
  readonly memoryBytes?: number;
  /** What can not be settled is tried again after so long, in milliseconds (60 000). */
  readonly againMs?: number;
}

interface Entry {
  readonly rowId: string;
  readonly journaled: JournaledMessage;
  readonly settled: Settled;
}

const usualMemoryBytes = 16 * 1024 * 1024;
/** Of a round; two of them are in hand at a time. */
const roundLimits = { messages: 200, bytes: 4 * 1024 * 1024 };
/** Read in one go; doors have their turn after that. */
const goMs = 0.5;
/** While doors are busy, it is looked so often whether they still are. */
const lookMs = 50;
const retryMs = 500;

/**
 * Reads what the journal holds, hands it to the store message by message, and takes it out of the journal. A message that
 * is handed over twice, after a crash, is stored and counted once: it has kept its id.
 */
export class Settlement {
  readonly #options: SettlementOptions;
  readonly #backlog: Backlog;
  readonly #stopped = new AbortController();
  readonly #removal: RowRemoval;
  readonly #staying: StayingRows;
  #running: Promise<void> | undefined;
  /** What was spent on reading since doors had their turn, in however many rounds. */
  #spentMs = 0;
  /** Messages of rows that are being settled. */
  #underWay = 0;

  constructor(options: SettlementOptions) {
    const { rows, logger, metrics, memoryBytes = usualMemoryBytes, againMs } = options;
    this.#options = options;
    this.#backlog = new Backlog({ ...roundLimits, memoryBytes });
    const forget = (gone: readonly RowName[]) => this.#backlog.forget(gone);
    this.#removal = new RowRemoval({ rows, logger, forget });
    this.#staying = new StayingRows({ metrics, againMs, again: (all) => this.#tryAgain(all) });
  }

  /** Takes what was committed, or what another instance has left. */
  offer(row: JournalRow | RowSize): void {
    this.#backlog.add(row);
    this.#tell();
    this.#keepRunning();
  }

  /** Resolves when nothing is in hand any more but what can not be settled. */
  async flushed(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    await this.#removal.flush();
  }

  /** Settles what is in hand, for so long; what stays in the journal is settled after the next start. */
  async close(withinMs: number): Promise<void> {
    await Promise.race([this.flushed(), wait(withinMs, undefined, { ref: false })]);
    this.#stopped.abort();
    this.#staying.close();
  }

  /** Fails, with words for it, while acknowledged messages can't be stored. */
  check(): void {
    const { stuck, closed } = this.#staying;
    if (closed > 0) {
      throw new ExplainedError(
        'Rows of the journal do not open: add the key that they were sealed with to BODY_KEYS again.',
        'JOURNAL_CLOSED',
      );
    }
    if (stuck > 0) throw new ExplainedError('Acknowledged messages can not be stored: see the log.', 'JOURNAL_STUCK');
  }

  #keepRunning(): void {
    if (this.#stopped.signal.aborted) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (!this.#backlog.isEmpty) this.#keepRunning();
    });
  }

  async #run(): Promise<void> {
    let storing = Promise.resolve();
    while (!this.#backlog.isEmpty && !this.#stopped.signal.aborted) {
      const round = this.#backlog.take();
      this.#underWay += messagesOf(round);
      const found = await this.#withMessages(round);
      if (found === undefined) {
        this.#underWay -= messagesOf(round);
        this.#backlog.putBack(round);
        await this.#pause(retryMs);
        continue;
      }
      const entries = await this.#readAll(found.rows);
      // The next ones are read while these are stored.
      await storing;
      storing = this.#storeAll(round, found, entries);
    }
    await storing;
  }

  /**
   * Rows that did not fit into memory are read again; one that is not there any more was settled by another instance.
   * Undefined while the table can not be read.
   */
  async #withMessages(round: readonly RowInHand[]): Promise<FoundRows | undefined> {
    const there = round.flatMap(({ id, sequence, messages }) => (messages ? { id, sequence, messages } : []));
    const missing = round.filter(({ messages }) => messages === undefined);
    if (missing.length === 0) return { rows: there, closed: [] };
    try {
      const { rows, closed } = await this.#options.rows.find(missing);
      return { rows: [...there, ...rows].toSorted((one, other) => one.sequence - other.sequence), closed };
    } catch (error) {
      this.#options.logger.warn('the journal could not be read, trying again', { error });
      return undefined;
    }
  }

  async #readAll(rows: readonly JournalRow[]): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    for (const { id: rowId, messages } of rows) {
      for (const journaled of messages) {
        const began = performance.now();
        entries.push({ rowId, journaled, settled: this.#read(journaled) });
        this.#spentMs += performance.now() - began;
        if (this.#spentMs < goMs) continue;
        await this.#giveWay(this.#spentMs, journaled.receivedAt);
        this.#spentMs = 0;
      }
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

  /** Ends as soon as doors are calm, or what waits has waited too long. */
  async #giveWay(spentMs: number, receivedAt: number): Promise<void> {
    const since = performance.now();
    await nextTurn();
    while (this.#options.isBusy() && !this.#stopped.signal.aborted) {
      const leftMs = pauseBeside(spentMs, Date.now() - receivedAt) - (performance.now() - since);
      if (leftMs < 1) return;
      await this.#pause(Math.min(leftMs, lookMs));
    }
  }

  async #storeAll(round: readonly RowInHand[], { closed }: FoundRows, entries: readonly Entry[]): Promise<void> {
    const stored = await Promise.all(entries.map(({ journaled, settled }) => this.#store(journaled, settled)));
    this.#underWay -= messagesOf(round);
    this.#tell();
    const closedIds = new Set(closed.map(({ id }) => id));
    // A row with one that is not stored stays; its others are known when it is read again.
    const stuckIds = new Set(entries.flatMap(({ rowId }, index) => (stored[index] === true ? [] : rowId)));
    const fates = Map.groupBy(round, ({ id }) => (closedIds.has(id) ? 'closed' : stuckIds.has(id) ? 'stuck' : 'done'));
    this.#staying.add(fates.get('closed') ?? [], 'closed');
    // Where the service stops they are not stuck, only left to the next start.
    if (!this.#stopped.signal.aborted) this.#staying.add(fates.get('stuck') ?? [], 'stuck');
    const done = fates.get('done') ?? [];
    this.#staying.drop(done);
    this.#removal.add(done);
  }

  /** False where it stays in the journal. */
  async #store(journaled: JournaledMessage, settled: Settled): Promise<boolean> {
    if (await this.#storeAs(settled, journaled.door)) return true;
    const { unread } = this.#options;
    return this.#storeAs({ kind: 'message', message: unread(journaled) }, journaled.door);
  }

  /** False where it is refused for good, or the service stops. */
  async #storeAs(settled: Settled, door: string): Promise<boolean> {
    const { store, logger } = this.#options;
    while (!this.#stopped.signal.aborted) {
      try {
        if (settled.kind === 'passing') await store.count(settled.passing);
        else await store.take(settled.message);
        return true;
      } catch (error) {
        if (!(error instanceof StoreAway)) {
          logger.error('an acknowledged message can not be stored as it was read', { door, error });
          return false;
        }
        await this.#pause(retryMs);
      }
    }
    return false;
  }

  #tryAgain(rows: readonly RowSize[]): void {
    this.#backlog.forget(rows);
    for (const { id, sequence, count, bytes } of rows) this.offer({ id, sequence, count, bytes });
  }

  #tell(): void {
    this.#options.metrics.waiting(this.#backlog.messages + this.#underWay);
  }

  async #pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#stopped.signal, ref: false }).catch(() => undefined);
  }
}

function messagesOf(rows: readonly RowSize[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}
