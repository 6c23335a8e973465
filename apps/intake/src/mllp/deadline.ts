/** A time that may run out. At most one timer; refreshing it costs next to nothing. */
export class Deadline {
  readonly #ms: number;
  readonly #passed: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, passed: () => void) {
    this.#ms = ms;
    this.#passed = passed;
  }

  /** Begins, unless it runs. */
  start(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#passed();
    }, this.#ms);
  }

  /** Begins anew. */
  restart(): void {
    if (this.#timer === undefined) this.start();
    else this.#timer.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
