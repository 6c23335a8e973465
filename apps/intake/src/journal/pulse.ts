const windowMs = 100;

/** How many came in a tenth of a second: in the last whole one, or in the one that goes on, whichever is more. */
export class Pulse {
  #window = 0;
  #count = 0;
  #before = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  add(count: number): void {
    this.#turn();
    this.#count += count;
  }

  get perSecond(): number {
    this.#turn();
    return (Math.max(this.#count, this.#before) * 1_000) / windowMs;
  }

  #turn(): void {
    const window = Math.floor(this.now() / windowMs);
    if (window === this.#window) return;
    this.#before = window === this.#window + 1 ? this.#count : 0;
    this.#count = 0;
    this.#window = window;
  }
}
