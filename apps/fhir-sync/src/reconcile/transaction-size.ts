import type { TransactionLimits } from './weight.js';

/** So many transactions that were more than half full must go well before larger ones are tried again. */
export const wellBeforeLarger = 50;

/**
 * How large transactions may be at the moment: as configured, or as small as the server has taught us. What it taught may
 * pass (a proxy was set up anew, a night's records were unusually large), so the limits grow back bit by bit.
 */
export class TransactionSize {
  #limits: TransactionLimits;
  #well = 0;

  constructor(private readonly configured: TransactionLimits) {
    this.#limits = configured;
  }

  get limits(): TransactionLimits {
    return this.#limits;
  }

  /** The server takes no larger ones. */
  shrink({ entries, bytes }: TransactionLimits): void {
    this.#well = 0;
    this.#limits = {
      entries: Math.max(1, Math.min(entries, this.#limits.entries)),
      bytes: Math.max(1, Math.min(bytes, this.#limits.bytes)),
    };
  }

  /** The server took one. */
  taken({ entries, bytes }: TransactionLimits): void {
    if (2 * entries <= this.#limits.entries && 2 * bytes <= this.#limits.bytes) return;
    this.#well += 1;
    if (this.#well < wellBeforeLarger) return;
    this.#well = 0;
    this.#limits = {
      entries: Math.min(2 * this.#limits.entries, this.configured.entries),
      bytes: Math.min(2 * this.#limits.bytes, this.configured.bytes),
    };
  }
}
