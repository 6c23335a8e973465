import { judge } from '@ilium/messaging';

interface Waiting<Item> {
  readonly items: readonly Item[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const mostItems = 2_000;
/** While one is read and answered here, the database is at the other. */
const mostRounds = 2;

/**
 * Work that is done for many callers at once: few rounds are under way at a time, and what comes meanwhile is the next
 * one's. Where something in a round can never succeed, each caller's part is done by itself, so that none fails for
 * another's sake; while the database is away all of them hear it at once.
 */
export class Gathering<Item> {
  #waiting: Waiting<Item>[] = [];
  #rounds = 0;

  constructor(private readonly work: (items: readonly Item[]) => Promise<void>) {}

  add(items: readonly Item[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      if (this.#rounds < mostRounds) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#rounds += 1;
    while (this.#waiting.length > 0) await this.#round(this.#take());
    this.#rounds -= 1;
  }

  #take(): readonly Waiting<Item>[] {
    let [count, items] = [0, 0];
    for (const waiting of this.#waiting) {
      items += waiting.items.length;
      if (count > 0 && items > mostItems) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #round(round: readonly Waiting<Item>[]): Promise<void> {
    try {
      await this.work(round.flatMap(({ items }) => items));
      for (const { resolve } of round) resolve();
    } catch (error) {
      if (round.length > 1 && judge(error) === 'permanent') for (const one of round) await this.#round([one]);
      else for (const { reject } of round) reject(error);
    }
  }
}
