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

const countBytes = 4;

/**
 * Which entries of a row are chosen: a bit for each, 32 in a number. Row after row is read into the same memory, since thousands are
 * while somebody waits; what is chosen of one is right until the next is read.
 */
export class ChosenBits {
  #bytes = new Uint8Array();
  #words = new Int32Array();
  /** Of each number how many are chosen before it. */
  #before = new Int32Array();

  /** @param sent a `bit varying`, as PostgreSQL sends it: how many bits in four bytes, then the bits, the first in the highest of a byte */
  read(sent: Buffer): AmongFirst {
    const length = Math.ceil((sent.length - countBytes) / Int32Array.BYTES_PER_ELEMENT);
    if (this.#words.length <= length) {
      this.#words = new Int32Array(2 * length + 1);
      this.#before = new Int32Array(2 * length + 1);
      this.#bytes = new Uint8Array(this.#words.buffer);
    }
    // Of the last number the bytes behind them may be of an earlier row: nobody asks for so many entries.
    sent.copy(this.#bytes, 0, countBytes);
    const [words, before] = [this.#words, this.#before];
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
}

/** How many bits of a number are set (Warren, Hacker's Delight, 5-1). */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
