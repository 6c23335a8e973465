/** Chance that a seed repeats: the same numbers give the same sequence on every machine (splitmix64, cut to 53 bits). */
export class Random {
  #state: bigint;

  constructor(...seed: readonly number[]) {
    this.#state = 0n;
    for (const number of seed) {
      this.#state = mixed(this.#state ^ BigInt(number));
    }
  }

  /** From 0 up to, and without, 1. */
  next(): number {
    this.#state = BigInt.asUintN(64, this.#state + 0x9e3779b97f4a7c15n);
    return Number(mixed(this.#state) >> 11n) / 2 ** 53;
  }

  /** A whole number below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.below(256)));
  }
}

function mixed(value: bigint): bigint {
  let bits = BigInt.asUintN(64, value + 0x632be59bd9b4e019n);
  bits = BigInt.asUintN(64, (bits ^ (bits >> 30n)) * 0xbf58476d1ce4e5b9n);
  bits = BigInt.asUintN(64, (bits ^ (bits >> 27n)) * 0x94d049bb133111ebn);
  return bits ^ (bits >> 31n);
}
