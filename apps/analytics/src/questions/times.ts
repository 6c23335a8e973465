/**
 * How many times each number was seen. Millions are counted while somebody waits: whole numbers of four bytes, as nearly all are, in a
 * table of their own, which takes a third of the time of a `Map`.
 */
export class Times {
  #numbers = new Int32Array(firstSlots);
  #times = new Float64Array(firstSlots);
  #isTaken = new Uint8Array(firstSlots);
  #taken = 0;
  readonly #others = new Map<number, number>();

  add(number: number, times: number): void {
    const whole = number | 0;
    if (whole === number) this.#addWhole(whole, times);
    else this.#others.set(number, (this.#others.get(number) ?? 0) + times);
  }

  /**
   * Those that were not taken back as often. Of a backlog a fold may take back what a later one counts: less than nothing until
   * then, which what is pending makes good.
   */
  seen(): (readonly [number: number, times: number])[] {
    const whole = Array.from(this.#numbers, (number, slot) => [number, this.#times[slot] ?? 0] as const);
    return [...whole, ...this.#others].filter(([, times]) => times !== 0);
  }

  #addWhole(number: number, times: number): void {
    const last = this.#numbers.length - 1;
    // Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4): numbers are multiples of a thousand, mostly.
    let slot = (Math.imul(number, 0x9e3779b1) >>> 8) & last;
    while (this.#isTaken[slot] === 1) {
      if (this.#numbers[slot] === number) {
        this.#times[slot] = (this.#times[slot] ?? 0) + times;
        return;
      }
      slot = (slot + 1) & last;
    }
    this.#isTaken[slot] = 1;
    this.#numbers[slot] = number;
    this.#times[slot] = times;
    this.#taken += 1;
    if (this.#taken * 2 > last) this.#grow();
  }

  #grow(): void {
    const [numbers, times, isTaken] = [this.#numbers, this.#times, this.#isTaken];
    const slots = numbers.length * 4;
    [this.#numbers, this.#times, this.#isTaken] = [
      new Int32Array(slots),
      new Float64Array(slots),
      new Uint8Array(slots),
    ];
    this.#taken = 0;
    for (const [slot, number] of numbers.entries()) if (isTaken[slot] === 1) this.#addWhole(number, times[slot] ?? 0);
  }
}

/** A power of two. */
const firstSlots = 64;
