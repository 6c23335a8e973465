import { judge, preparePublication, toOutboxRecord, type OutboxSender } from '@ilium/messaging';
import type { Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { CommitQueue, inPlaceOf, type Waiting } from './commit-queue.js';
import type { DoorClock } from './door-clock.js';
import { addCounts, countOf, doneOf, type DoorCount } from './door-counts.js';
import type { MessageStoreMetrics } from './message-store-metrics.js';
import { MessageRows, type KnownMessage } from './message-rows.js';
import type { Presence } from './presence.js';
import type { MessageStore, Passing, SourceMessage, Taking } from './source-message.js';
import { prepareMessage, stampMessage, type MessageKeys, type PreparedMessage } from './prepared-message.js';

export interface GroupCommitOptions {
  readonly dataSource: DataSource;
  readonly outbox: Pick<OutboxSender, 'offer' | 'isFull'>;
  readonly keys: MessageKeys;
  readonly clock: DoorClock;
  readonly logger: Logger;
  readonly metrics: MessageStoreMetrics;
  /** So long a message waits for its commit, in milliseconds. */
  readonly withinMs?: number;
}

/** A message, or the count of one that is not kept. */
interface Item {
  readonly prepared: PreparedMessage | undefined;
  readonly count: DoorCount;
  /** It comes from the journal: it waits as long as it takes, and behind what somebody waits for. */
  readonly isPatient: boolean;
}
type Entry = Waiting<Item, Taking>;

interface UnderWay {
  readonly id: string;
  readonly taking: Promise<Taking>;
}

const defaultWithinMs = 10_000;
/** Where nothing was committed for so long, another instance may have taken a sender over: its order is looked up first. */
const quietMs = 1_000;

/** Stores messages of all doors, those that wait together in one commit; whoever brought one is answered after that. */
export class GroupCommit implements MessageStore {
  readonly #options: GroupCommitOptions;
  readonly #rows: MessageRows;
  readonly #queue: CommitQueue<Item, Taking>;
  /** Messages that are waiting or under way, by their key and their identity: what is named the same waits for them. */
  readonly #underWay = new Map<string, UnderWay>();
  /** What a commit was tried with that may have succeeded, although it failed here. */
  readonly #tried = new WeakSet<Entry>();
  #committedAt = Number.NEGATIVE_INFINITY;

  constructor(options: GroupCommitOptions) {
    const { dataSource, logger, metrics, withinMs = defaultWithinMs } = options;
    this.#options = options;
    this.#rows = new MessageRows(dataSource, withinMs);
    this.#queue = new CommitQueue({
      logger,
      withinMs,
      nameOf: ({ count, isPatient }) => (isPatient ? 'journal' : `${count.site} ${count.door}`),
      isPatient: ({ isPatient }) => isPatient,
      bytesOf: ({ prepared }) => prepared?.message.body.length ?? 0,
      goesAlong: ({ prepared }) => prepared !== undefined,
      write: (open) => this.#writeNew(open),
      probe: async () => void (await this.#rows.write({ messages: [], counts: [], publication: undefined })),
      failed: () => metrics.failed(),
    });
  }

  get presence(): Presence {
    return this.#queue.presence;
  }

  take(message: SourceMessage): Promise<Taking> {
    const prepared = prepareMessage(message, this.#options.keys);
    const { messageKey, identityKey = messageKey } = prepared;
    const [key, name] = [messageKey.toString('latin1'), identityKey.toString('latin1')];
    const first = this.#underWay.get(key);
    // Handed over twice, it is no repeat.
    if (first?.id === prepared.id) return first.taking;
    if (first !== undefined) return this.#takeRepeat(message, first.taking);
    const namesake = this.#underWay.get(name);
    if (namesake !== undefined) return namesake.taking.then(() => this.take(message));
    const taking = this.#queue.add({ prepared, count: doneOf(message), isPatient: message.receipt !== undefined });
    const underWay = { id: prepared.id, taking };
    this.#underWay.set(key, underWay).set(name, underWay);
    const forget = () => [key, name].forEach((one) => this.#underWay.delete(one));
    taking.then(forget, forget);
    return taking;
  }

  async count(passing: Passing): Promise<void> {
    const isPatient = passing.receipt !== undefined;
    await this.#queue.add({ prepared: undefined, count: countOf(passing), isPatient });
  }

  /** Resolves when nothing waits any more. */
  flushed(): Promise<void> {
    return this.#queue.flushed();
  }

  /** Resolves when nothing waits any more; the database is not asked for after that. */
  close(): Promise<void> {
    return this.#queue.close();
  }

  async #takeRepeat(message: SourceMessage, first: Promise<Taking>): Promise<Taking> {
    const { fate, answer } = await first;
    if (fate === 'other') return { fate, answer };
    await this.count({ ...message, fate: 'skipped', reason: 'duplicate' });
    return { fate: 'repeat', answer };
  }

  /** Writes those that are not there yet, and settles all. */
  async #writeNew(open: readonly Entry[]): Promise<void> {
    try {
      await this.#write(open);
    } catch (error) {
      if (judge(error) !== 'permanent') for (const one of open) this.#tried.add(one);
      if (!isUniqueViolation(error)) throw error;
      const rest = await this.#sortOutKnown(open);
      // The same again would be refused again.
      if (rest.length === open.length && rest.every((one, index) => one === open[index])) throw error;
      await this.#queue.commit(rest);
    }
  }

  async #write(open: readonly Entry[]): Promise<void> {
    const { outbox, metrics, clock } = this.#options;
    const began = performance.now();
    if (began - this.#committedAt > quietMs) clock.raise(await this.#rows.newest());
    const messages = open.flatMap(({ item: { prepared } }) =>
      prepared === undefined ? [] : stampMessage(prepared, prepared.message.receipt?.sequence ?? clock.next()),
    );
    const publication = preparePublication(messages.flatMap(({ publish }) => publish).map(toOutboxRecord));
    const counts = addCounts(open.map(({ item: { count } }) => count));
    const { outboxId, newest } = await this.#rows.write({ messages, counts, publication });
    clock.raise(newest);
    this.#committedAt = performance.now();
    // What is too much for memory is read again from the table when Kafka takes more.
    if (publication !== undefined && outboxId !== undefined && !outbox.isFull) {
      outbox.offer({ ...publication, id: outboxId });
    }
    metrics.committed(counts, this.#committedAt - began);
    for (const { settle, item } of open) settle(takenAs(item.prepared?.message.answer));
  }

  /** Settles those that are there already, and returns what is still to be written: repeats as their count only. */
  async #sortOutKnown(open: readonly Entry[]): Promise<readonly Entry[]> {
    const known = await this.#rows.findKnown(open.flatMap(({ item }) => item.prepared ?? []));
    const found = open.map((waiting) => {
      const { prepared } = waiting.item;
      const there = prepared === undefined ? undefined : known.get(prepared);
      return { waiting, prepared, there, isOwn: there !== undefined && there.id === prepared?.id };
    });
    // One statement wrote them: with all of its messages its counts are there too, and only its answer was lost. What
    // has a receipt may have been stored by another statement, in an earlier life.
    const isThere =
      found.every(({ waiting, prepared, isOwn }) => this.#tried.has(waiting) && (isOwn || !prepared)) &&
      found.some(({ prepared }) => prepared !== undefined && prepared.message.receipt === undefined);
    return found.flatMap(({ waiting, prepared, there, isOwn }) => {
      if (prepared === undefined && isThere) return settled(waiting, takenAs());
      if (prepared === undefined || there === undefined) return waiting;
      // Handed over before, without hearing of its commit: it is counted already.
      if (isOwn) return settled(waiting, takenAs(there.answer));
      return there.isSame
        ? asRepeat(waiting, prepared.message, there)
        : settled(waiting, { fate: 'other', answer: '' });
    });
  }
}

function takenAs(answer = ''): Taking {
  return { fate: 'taken', answer };
}

function settled(waiting: Entry, taking: Taking): readonly Entry[] {
  waiting.settle(taking);
  return [];
}

/** Only its count is still to be written. */
function asRepeat(waiting: Entry, message: SourceMessage, { answer }: KnownMessage): Entry {
  const count = countOf({ ...message, fate: 'skipped', reason: 'duplicate' });
  const { isPatient } = waiting.item;
  return inPlaceOf(waiting, { prepared: undefined, count, isPatient }, { fate: 'repeat', answer });
}

function isUniqueViolation(error: unknown): boolean {
  const cause = error instanceof Error && 'driverError' in error ? error.driverError : error;
  return cause instanceof Error && 'code' in cause && cause.code === '23505';
}
