const most = Number.MAX_SAFE_INTEGER;

/** A sum of products of whole numbers: in a double as long as that is exact, since many are added while somebody waits. */
export class ExactSum {
  #small = 0;
  #large = 0n;

  add(factor: number, other: number, times: number): void {
    // Where the product is exact, so is each on the way to it.
    const product = factor * other * times;
    const sum = this.#small + product;
    if (product <= most && product >= -most && sum <= most && sum >= -most) this.#small = sum;
    else this.#large += BigInt(factor) * BigInt(other) * BigInt(times);
  }

  get total(): bigint {
    return this.#large + BigInt(this.#small);
  }
}
