import type { JournalRow, RowName, RowSize } from './journal-rows.js';
import type { JournaledMessage } from './received-message.js';

/** A row in hand: with its messages, or without where they did not fit into memory. */
export interface RowInHand extends RowSize {
  readonly messages?: readonly JournaledMessage[] | undefined;
}

export interface BacklogLimits {
  /** Bytes of messages that wait in memory. */
  readonly memoryBytes: number;
  /** What is taken at a time, unless one row alone is more. */
  readonly messages: number;
  readonly bytes: number;
}

/** Rows of the journal that this instance has in hand, in their order; with their messages, as far as memory goes. */
export class Backlog {
  #rows: RowInHand[] = [];
  readonly #names = new Set<string>();
  #messages = 0;
  #bytesInMemory = 0;

  constructor(private readonly limits: BacklogLimits) {}

  /** Messages of rows that nobody has begun with. */
  get messages(): number {
    return this.#messages;
  }

  get isEmpty(): boolean {
    return this.#rows.length === 0;
  }

  /** A row that is in hand already stays as it is. */
  add(row: JournalRow | RowSize): void {
    if (this.#names.has(row.id)) return;
    this.#names.add(row.id);
    const inHand = inHandOf(row);
    const fits = this.#bytesInMemory + inHand.bytes <= this.limits.memoryBytes;
    const kept = fits ? inHand : { ...inHand, messages: undefined };
    this.#rows.push(kept);
    this.#count(kept, 1);
  }

  /** The next rows, at least one, as far as the limits go. They stay in hand until they are forgotten. */
  take(): readonly RowInHand[] {
    let [count, messages, bytes] = [0, 0, 0];
    for (const row of this.#rows) {
      messages += row.count;
      bytes += row.bytes;
      if (count > 0 && (messages > this.limits.messages || bytes > this.limits.bytes)) break;
      count += 1;
    }
    const taken = this.#rows.splice(0, count);
    for (const row of taken) this.#count(row, -1);
    return taken;
  }

  /** What was taken comes first again. */
  putBack(rows: readonly RowInHand[]): void {
    this.#rows = [...rows, ...this.#rows];
    for (const row of rows) this.#count(row, 1);
  }

  forget(rows: readonly RowName[]): void {
    for (const { id } of rows) this.#names.delete(id);
  }

  #count(row: RowInHand, sign: 1 | -1): void {
    this.#messages += sign * row.count;
    if (row.messages !== undefined) this.#bytesInMemory += sign * row.bytes;
  }
}

function inHandOf(row: JournalRow | RowSize): RowInHand {
  if (!('messages' in row)) return row;
  const bytes = row.messages.reduce((sum, { body }) => sum + body.length, 0);
  return { ...row, count: row.messages.length, bytes };
}
