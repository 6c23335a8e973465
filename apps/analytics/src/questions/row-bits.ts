import type { WantedBits } from '../rollups/profiles.js';

/** Of the first so many entries of a row, how many are chosen. */
export type AmongFirst = (first: number) => number;

const bitsPerWord = 32;

/** Of so many of the first entries in a number their bits: in whatever order this machine has the bytes of numbers. */
const firstBits: Int32Array = new Int32Array(
  Uint8Array.from({ length: bitsPerWord * Int32Array.BYTES_PER_ELEMENT }, (_, index) => {
    const entries = (index >> 2) - 8 * (index & 3);
    return 0xff00 >> Math.min(Math.max(entries, 0), 8);
  }).buffer,
);

/**
 * Whom the entries of a row are of: a bit for each entry in each column, 32 in a number. Row after row is read into the same
 * memory, since thousands are while somebody waits; what is chosen of one is right until the next is read, or something else chosen.
 */
export class RowBits {
  readonly #columns: Map<string, Int32Array<ArrayBuffer>>;
  #words = new Int32Array();
  #before = new Int32Array();
  #any = new Int32Array();
  /** In numbers. */
  #length = 0;

  constructor(private readonly names: readonly string[]) {
    this.#columns = new Map(names.map((name) => [name, new Int32Array()]));
  }

  /**
   * @param sent the columns, in the order of their names: each a `bit varying`, as PostgreSQL sends it, how many bits in four bytes,
   *   then the bits, the first in the highest of a byte
   */
  read(sent: readonly Buffer[]): void {
    this.#length = Math.ceil(((sent[0]?.length ?? countBytes) - countBytes) / Int32Array.BYTES_PER_ELEMENT);
    for (const [index, name] of this.names.entries()) {
      const column = atLeast(this.#length, this.#columns.get(name));
      sent[index]?.copy(new Uint8Array(column.buffer), 0, countBytes);
      this.#columns.set(name, column);
    }
  }

  /** Those of whom all is true. */
  chosen(wanted: readonly WantedBits[]): AmongFirst {
    if (wanted.every(({ bits, isAny }) => bits.length === 0 && !isAny)) return all;
    if (wanted.some(({ bits, isAny }) => bits.length === 0 && isAny)) return none;
    const length = this.#length;
    const words = (this.#words = atLeast(length, this.#words).fill(-1, 0, length));
    for (const { bits, isAny } of wanted) keep(words, { any: this.#anyOf(bits), length, flip: isAny ? 0 : -1 });
    const before = (this.#before = atLeast(length + 1, this.#before));
    let sum = 0;
    for (let word = 0; word < length; word += 1) {
      before[word] = sum;
      sum += ones(words[word] ?? 0);
    }
    before[length] = sum;
    words[length] = 0;
    return (first) => {
      const word = first >>> 5;
      return (before[word] ?? 0) + ones((words[word] ?? 0) & (firstBits[first & 31] ?? 0));
    };
  }

  #anyOf(bits: readonly string[]): Int32Array {
    const [first = new Int32Array(this.#length), ...others] = bits.map((name) => this.#column(name));
    if (others.length === 0) return first;
    const length = this.#length;
    const any = (this.#any = atLeast(length, this.#any));
    any.set(first.subarray(0, length));
    for (const other of others)
      for (let word = 0; word < length; word += 1) any[word] = (any[word] ?? 0) | (other[word] ?? 0);
    return any;
  }

  #column(name: string): Int32Array {
    const column = this.#columns.get(name);
    if (column === undefined) throw new RangeError(`${name} was not read.`);
    return column;
  }
}

interface Kept {
  readonly any: Int32Array;
  readonly length: number;
  readonly flip: number;
}

function keep(words: Int32Array, { any, length, flip }: Kept): void {
  for (let word = 0; word < length; word += 1) words[word] = (words[word] ?? 0) & ((any[word] ?? 0) ^ flip);
}

const all: AmongFirst = (first) => first;
const none: AmongFirst = () => 0;
const countBytes = 4;

function atLeast(length: number, known = new Int32Array()): Int32Array<ArrayBuffer> {
  return known.length > length ? known : new Int32Array(2 * length + 1);
}

/** How many bits of a number are set (Warren, Hacker's Delight, 5-1). */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
