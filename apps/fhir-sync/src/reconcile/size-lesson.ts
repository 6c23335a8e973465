import type { TransactionLimits } from './weight.js';

/**
 * What a run teaches about the largest transaction that the server takes. Nothing, when a single record was too large on its
 * own: then that record was at fault, and not the size of its company.
 */
export class SizeLesson {
  #smallestTooLarge = Infinity;
  #tooLargeAlone = false;
  #taken: TransactionLimits = { entries: 1, bytes: 0 };

  taken({ entries, bytes }: TransactionLimits): void {
    this.#taken = { entries: Math.max(this.#taken.entries, entries), bytes: Math.max(this.#taken.bytes, bytes) };
  }

  tooLarge({ entries, bytes }: TransactionLimits): void {
    if (entries === 1) this.#tooLargeAlone = true;
    else this.#smallestTooLarge = Math.min(this.#smallestTooLarge, bytes);
  }

  /** The limits from now on; undefined when there is nothing to learn. */
  lesson(): TransactionLimits | undefined {
    if (this.#smallestTooLarge === Infinity || this.#tooLargeAlone) return undefined;
    const half = Math.ceil(this.#smallestTooLarge / 2);
    return { entries: this.#taken.entries, bytes: Math.max(this.#taken.bytes, half) };
  }
}
