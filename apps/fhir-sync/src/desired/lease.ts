/**
 * The right to send some records, for a time. PostgreSQL's clock decides when it ends for others; here its end is counted
 * on a steady clock from before it was asked for, so it never seems to last longer than it does.
 */
export class Lease {
  #endsAt: number;

  constructor(
    readonly id: string,
    readonly leaseMs: number,
    askedAt = performance.now(),
  ) {
    this.#endsAt = askedAt + leaseMs;
  }

  /** Whether a request that takes at most `ms` ends well before the lease does: an eighth of the lease is kept free. */
  outlasts(ms: number, now = performance.now()): boolean {
    return now + ms + this.leaseMs / 8 <= this.#endsAt;
  }

  /** For one run: what it renews are its own records, and no others of the claim. */
  ofOneRun(): Lease {
    return new Lease(this.id, this.leaseMs, this.#endsAt - this.leaseMs);
  }

  renewed(askedAt: number): void {
    this.#endsAt = askedAt + this.leaseMs;
  }
}
