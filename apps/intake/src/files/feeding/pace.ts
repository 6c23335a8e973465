import { setTimeout as pause } from 'node:timers/promises';

/** How fast files are fed. */
export interface PaceSettings {
  /** Messages a second at most. Left out: as fast as they are stored. */
  readonly rate?: number | undefined;
  /** Whether live doors have work; an archive waits meanwhile. Left out: it never waits. */
  readonly isBusy?: (() => Promise<boolean>) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly now?: () => number;
  readonly wait?: (ms: number) => Promise<void>;
}

const lookAgainMs = 250;
const idle = () => Promise.resolve(false);

export class Pace {
  readonly #settings: PaceSettings;
  readonly #now: () => number;
  readonly #wait: (ms: number) => Promise<void>;
  /** When the next message may go. */
  #nextAt = 0;

  constructor(settings: PaceSettings) {
    this.#settings = settings;
    this.#now = settings.now ?? Date.now;
    this.#wait = settings.wait ?? ((ms) => pause(ms, undefined, { signal: settings.signal }));
  }

  /** So many go at once: at most what a quarter of a second allows. */
  atOnce(most: number): number {
    const { rate } = this.#settings;
    return rate === undefined ? most : Math.min(most, Math.max(1, Math.floor(rate / 4)));
  }

  /** Returns when so many messages may go. */
  async before(count: number): Promise<void> {
    const { isBusy = idle, rate } = this.#settings;
    while (await isBusy()) await this.#wait(lookAgainMs);
    if (rate === undefined) return;
    const now = this.#now();
    if (this.#nextAt > now) await this.#wait(this.#nextAt - now);
    this.#nextAt = Math.max(this.#nextAt, now) + (count * 1_000) / rate;
  }
}
