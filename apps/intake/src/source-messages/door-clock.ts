/** 2020-01-01, so that microseconds since then fit into the fifteen digits of a CloudEvent's `sequence`. */
const epochMs = Date.UTC(2020, 0, 1);

/**
 * The order of receipt: microseconds, each stamp higher than all before. It goes on above what the store has seen
 * (`raise`), so a clock that was set back, or another instance that took the sender over, turns no order round.
 */
export class DoorClock {
  #last = 0;

  constructor(private readonly now: () => number = Date.now) {}

  next(): number {
    this.#last = Math.max(this.#last + 1, (this.now() - epochMs) * 1_000);
    return this.#last;
  }

  /** Never stamps anything at or below this again. */
  raise(sequence: number): void {
    this.#last = Math.max(this.#last, sequence);
  }
}
