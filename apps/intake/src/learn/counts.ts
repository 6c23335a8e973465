/** How often each of many things occurred; of too many different ones only the sum of the rest is kept. */
export class Counts<Thing> {
  readonly #seen = new Map<string, { readonly thing: Thing; count: number }>();
  #rest = 0;

  constructor(private readonly mostDifferent = 2_000) {}

  /** The thing kept under this key: the first that was counted. Undefined where there were too many before it. */
  add(key: string, thing: () => Thing): Thing | undefined {
    const known = this.#seen.get(key);
    if (known !== undefined) {
      known.count += 1;
      return known.thing;
    }
    if (this.#seen.size >= this.mostDifferent) {
      this.#rest += 1;
      return undefined;
    }
    const first = thing();
    this.#seen.set(key, { thing: first, count: 1 });
    return first;
  }

  /** The most frequent first. */
  rows(): readonly { readonly thing: Thing; readonly count: number }[] {
    return [...this.#seen.values()].toSorted((a, b) => b.count - a.count);
  }

  /** Occurrences of what came when there were too many. */
  get rest(): number {
    return this.#rest;
  }
}

/** How often words occurred. */
export class WordCounts extends Counts<string> {
  see(word: string): void {
    this.add(word, () => word);
  }
}
