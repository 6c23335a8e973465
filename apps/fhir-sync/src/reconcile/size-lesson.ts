/**
 * What a run teaches about the largest transaction that the server takes. Nothing, when a single record was too large on its
 * own: then that record was at fault, and not the size of its company.
 */
export class SizeLesson {
  #tooLarge = false;
  #tooLargeAlone = false;
  #largestTaken = 1;

  taken(entries: number): void {
    this.#largestTaken = Math.max(this.#largestTaken, entries);
  }

  tooLarge(entries: number): void {
    if (entries === 1) this.#tooLargeAlone = true;
    else this.#tooLarge = true;
  }

  /** The most entries from now on; undefined when there is nothing to learn. */
  lesson(): number | undefined {
    return this.#tooLarge && !this.#tooLargeAlone ? this.#largestTaken : undefined;
  }
}
