const none: ReadonlySet<never> = new Set();

/** Which items a term leads to, and which terms an item stands under. */
export class TermIndex<T> {
  readonly #items = new Map<string, Set<T>>();
  readonly #terms = new Map<T, readonly string[]>();

  get(term: string): ReadonlySet<T> {
    return this.#items.get(term) ?? none;
  }

  /** Puts an item under these terms and no others; returns those it stood under before. */
  replace(item: T, terms: readonly string[]): readonly string[] {
    const before = this.#terms.get(item) ?? [];
    for (const term of before) this.#remove(term, item);
    for (const term of terms) this.#add(term, item);
    if (terms.length === 0) this.#terms.delete(item);
    else this.#terms.set(item, terms);
    return before;
  }

  #add(term: string, item: T): void {
    const items = this.#items.get(term);
    if (items === undefined) this.#items.set(term, new Set([item]));
    else items.add(item);
  }

  #remove(term: string, item: T): void {
    const items = this.#items.get(term);
    items?.delete(item);
    if (items?.size === 0) this.#items.delete(term);
  }
}
