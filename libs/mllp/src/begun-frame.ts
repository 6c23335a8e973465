const smallest = 4_096;
const nothing = Buffer.alloc(0);

/**
 * The bytes of a frame that has not ended. They are copied out of the chunks they came in: a sender of single bytes would
 * make us hold an object for each, and a small frame would keep a large chunk alive. Capacity doubles, so each byte is
 * copied a bounded number of times.
 */
export class BegunFrame {
  readonly #mostBytes: number;
  #buffer: Buffer = nothing;
  #length = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes of memory, at most `mostBytes`; while it grows, half as much again. */
  get capacity(): number {
    return this.#buffer.length;
  }

  /** Adds bytes; the caller keeps to `mostBytes`. */
  append(bytes: Buffer): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#buffer.length) {
      const capacity = Math.max(needed, Math.min(this.#mostBytes, Math.max(smallest, this.#buffer.length * 2)));
      const larger = Buffer.allocUnsafeSlow(capacity);
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    bytes.copy(this.#buffer, this.#length);
    this.#length = needed;
  }

  /** Hands the bytes over, in memory of at most twice their size. */
  take(): Buffer {
    const bytes = this.#buffer.subarray(0, this.#length);
    const isTight = this.#length * 2 >= this.#buffer.length;
    this.drop();
    return isTight ? bytes : Buffer.from(bytes);
  }

  /** A copy of the first bytes; the rest is let go. */
  takeFirst(most: number): Buffer {
    const first = Buffer.from(this.#buffer.subarray(0, Math.min(most, this.#length)));
    this.drop();
    return first;
  }

  drop(): void {
    this.#buffer = nothing;
    this.#length = 0;
  }
}
