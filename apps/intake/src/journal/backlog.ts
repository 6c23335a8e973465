import type { JournalRow, RowName } from './journal-rows.js';
import type { JournaledMessage } from './received-message.js';

/** A row in hand: with its messages, or without where they did not fit into memory. */
export interface RowInHand extends RowName {
  readonly messages?: readonly JournaledMessage[] | undefined;
}

/** Rows of the journal that this instance has in hand, in their order; with their messages, as far as memory goes. */
export class Backlog {
  readonly #rows: RowInHand[] = [];
  readonly #names = new Set<string>();
  #messages = 0;
  #bytes = 0;

  constructor(private readonly mostBytes: number) {}

  /** Messages of rows that nobody has begun with; a row without its messages counts as one. */
  get messages(): number {
    return this.#messages;
  }

  /** Whether a row is in hand: waiting, or taken and not forgotten yet. */
  has({ id }: RowName): boolean {
    return this.#names.has(id);
  }

  add({ id, sequence, messages }: RowInHand): void {
    const bytes = bytesOf(messages);
    const fits = this.#bytes + bytes <= this.mostBytes;
    const row = { id, sequence, messages: fits ? messages : undefined };
    this.#names.add(id);
    this.#rows.push(row);
    this.#count(row, 1);
  }

  /** The next rows, at least one, up to so many messages. They stay in hand until they are forgotten. */
  take(mostMessages: number): readonly RowInHand[] {
    let [count, messages] = [0, 0];
    for (const row of this.#rows) {
      messages += sizeOf(row);
      if (count > 0 && messages > mostMessages) break;
      count += 1;
    }
    const taken = this.#rows.splice(0, count);
    for (const row of taken) this.#count(row, -1);
    return taken;
  }

  /** What was taken comes first again. */
  putBack(rows: readonly RowInHand[]): void {
    this.#rows.unshift(...rows);
    for (const row of rows) this.#count(row, 1);
  }

  forget(rows: readonly RowName[]): void {
    for (const { id } of rows) this.#names.delete(id);
  }

  #count(row: RowInHand, sign: 1 | -1): void {
    this.#messages += sign * sizeOf(row);
    this.#bytes += sign * bytesOf(row.messages);
  }
}

function sizeOf({ messages }: RowInHand): number {
  return messages?.length ?? 1;
}

/** Messages of some rows. */
export function sizeOfAll(rows: readonly RowInHand[]): number {
  return rows.reduce((sum, row) => sum + sizeOf(row), 0);
}

function bytesOf(messages: JournalRow['messages'] = []): number {
  return messages.reduce((sum, { body }) => sum + body.length, 0);
}
