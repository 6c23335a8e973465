/** What waits, in its order under each name; names take turns, so that one with much waiting holds no other up. */
export class FairQueue<T> {
  readonly #byName = new Map<string, T[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(name: string, item: T): void {
    const items = this.#byName.get(name);
    if (items === undefined) this.#byName.set(name, [item]);
    else items.push(item);
    this.#size += 1;
  }

  /** Takes the next ones, one of each name in turn, while `fits` says yes. The first is always taken. */
  take(fits: (item: T, count: number) => boolean): readonly T[] {
    const taken: T[] = [];
    const takenOf = new Map<T[], number>();
    let hasMore = true;
    for (let turn = 0; hasMore; turn += 1) {
      hasMore = false;
      for (const items of this.#byName.values()) {
        const item = items[turn];
        if (item === undefined) continue;
        const isWelcome = fits(item, taken.length) || taken.length === 0;
        if (!isWelcome) return this.#drop(takenOf, taken);
        taken.push(item);
        takenOf.set(items, turn + 1);
        hasMore = true;
      }
    }
    return this.#drop(takenOf, taken);
  }

  /** Leaves out what `isOver` says of. */
  forget(isOver: (item: T) => boolean): void {
    for (const [name, items] of this.#byName) {
      const rest = items.filter((item) => !isOver(item));
      this.#size -= items.length - rest.length;
      this.#set(name, rest);
    }
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const items of this.#byName.values()) yield* items;
  }

  /** Names that were served go behind those that were not. */
  #drop(takenOf: ReadonlyMap<T[], number>, taken: readonly T[]): readonly T[] {
    for (const [name, items] of [...this.#byName]) {
      const count = takenOf.get(items) ?? 0;
      if (count === 0) continue;
      this.#byName.delete(name);
      this.#set(name, items.slice(count));
    }
    this.#size -= taken.length;
    return taken;
  }

  #set(name: string, items: T[]): void {
    if (items.length === 0) this.#byName.delete(name);
    else this.#byName.set(name, items);
  }
}
