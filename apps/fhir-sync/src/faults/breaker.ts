import { backOffMs, type BackOffSettings } from './back-off.js';
import type { Scope } from './faults.js';

export interface BreakerSettings extends BackOffSettings {
  /** So many requests in a row may fail, each for reasons that could be its own, before the target counts as away. */
  readonly patience: number;
}

/**
 * What may be sent now.
 * - `open`: nothing; ask the target with a cheap request in `probeInMs`.
 * - `trial`: the target answers again; one request at a time until one succeeds.
 * - `closed`: everything.
 */
export type Gate = { readonly state: 'open'; readonly probeInMs: number } | { readonly state: 'trial' | 'closed' };

/**
 * Stops sending while the target is away, and finds out by itself when it is back. Opens at the start, so that the first
 * thing a target ever gets from us is the cheap question. Pure but for its own state: the clock is handed in.
 */
export class Breaker {
  #state: Gate['state'] = 'open';
  #probeAt = 0;
  #openings = 0;
  #failures = 0;

  constructor(
    private readonly settings: BreakerSettings,
    private readonly random: () => number = Math.random,
  ) {}

  gate(now: number): Gate {
    if (this.#state !== 'open') return { state: this.#state };
    return { state: 'open', probeInMs: Math.max(0, this.#probeAt - now) };
  }

  /** A request was answered in full: the target is there. */
  succeeded(): void {
    this.#state = 'closed';
    this.#openings = 0;
    this.#failures = 0;
  }

  /** A request failed and is worth repeating. */
  failed(now: number, scope: Scope, retryAfterMs = 0): void {
    this.#failures += 1;
    const away = scope === 'target' || this.#state === 'trial' || this.#failures >= this.settings.patience;
    if (away) this.#open(now, retryAfterMs);
  }

  /** The cheap question was answered, or not. */
  probed(now: number, answered: boolean, retryAfterMs = 0): void {
    if (this.#state !== 'open') return;
    if (answered) this.#state = 'trial';
    else this.#open(now, retryAfterMs);
  }

  #open(now: number, retryAfterMs: number): void {
    // Requests that were in flight when the target went away fail one after the other: one opening, not eight.
    if (this.#state !== 'open' || now >= this.#probeAt) this.#openings += 1;
    this.#state = 'open';
    this.#probeAt = Math.max(
      this.#probeAt,
      now + Math.max(retryAfterMs, backOffMs(this.#openings, this.settings, this.random)),
    );
  }
}
