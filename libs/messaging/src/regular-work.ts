import { setTimeout as wait } from 'node:timers/promises';

/** Does something again and again, with pauses, from `start` until `stop`. */
export class RegularWork {
  readonly #stopped = new AbortController();
  readonly #round: (signal: AbortSignal) => Promise<number>;
  readonly #firstAfterMs: number;
  #running: Promise<void> | undefined;

  /**
   * `round` deals with its own failures and says after how many milliseconds the next one is due; the signal tells it to
   * end early. The first one is due at once, unless told otherwise.
   */
  constructor(round: (signal: AbortSignal) => Promise<number>, firstAfterMs = 0) {
    this.#round = round;
    this.#firstAfterMs = firstAfterMs;
  }

  /** Told to stop. */
  get signal(): AbortSignal {
    return this.#stopped.signal;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when the round that is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this;
    for (let pauseMs = this.#firstAfterMs; ; pauseMs = await this.#round(signal)) {
      if (pauseMs > 0) await wait(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
    }
  }
}
