import { backOffMs, type BackOffSettings } from '../faults/back-off.js';
import type { Fault } from '../faults/faults.js';
import { TargetFault } from '../faults/target-fault.js';
import type { Authorization, Headers } from './authorization.js';
import { lifeOf, type TokenLife } from './token-life.js';

export interface AccessToken {
  readonly value: string;
  /** Undefined where the server does not say. */
  readonly lifeMs: number | undefined;
}

/** Where tokens come from: one call, one request. */
export interface TokenSource {
  /** @throws TargetFault */
  request(): Promise<AccessToken>;
  close(): Promise<void>;
}

/** How long to leave the authorisation server alone. */
export interface TokenPatience {
  /** While it does not answer. */
  readonly away: BackOffSettings;
  /** After it said no: until somebody has mended the set-up, every answer is the same. */
  readonly refused: BackOffSettings;
}

interface Held extends TokenLife {
  readonly headers: Headers;
}

interface Pause {
  readonly fault: Fault;
  readonly attempts: number;
  readonly until: number;
}

/** Keeps one token, and gets the next one before it ends: one request at a time, however many wait for it. */
export class TokenKeeper implements Authorization {
  #held: Held | undefined;
  #pending: Promise<Headers> | undefined;
  #pause: Pause | undefined;

  constructor(
    private readonly source: TokenSource,
    private readonly patience: TokenPatience,
    readonly advice: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  async headers(): Promise<Headers> {
    const held = this.#held;
    if (held === undefined || this.now() >= held.usableUntil) return this.#renew();
    // Whoever asks now has a good token and needs not wait. If the renewal fails, the one who has none will say so.
    if (this.now() >= held.renewAt) void this.#renew().catch(() => undefined);
    return held.headers;
  }

  /** Others may have been rejected with the same token, and the next one may be here already. */
  rejected(headers: Headers): boolean {
    if (this.#held?.headers === headers) this.#held = undefined;
    return true;
  }

  close(): Promise<void> {
    return this.source.close();
  }

  async #renew(): Promise<Headers> {
    const { until, fault } = this.#pause ?? {};
    const waitMs = (until ?? 0) - this.now();
    if (fault !== undefined && waitMs > 0) throw new TargetFault({ ...fault, retryAfterMs: waitMs });
    this.#pending ??= this.#request().finally(() => (this.#pending = undefined));
    return this.#pending;
  }

  async #request(): Promise<Headers> {
    const since = this.now();
    try {
      const { value, lifeMs } = await this.source.request();
      const headers = { authorization: `Bearer ${value}` };
      this.#held = { ...lifeOf(since, lifeMs), headers };
      this.#pause = undefined;
      return headers;
    } catch (error) {
      if (!(error instanceof TargetFault)) throw error;
      throw new TargetFault(this.#rest(error.fault));
    }
  }

  #rest(fault: Fault): Fault {
    const attempts = (this.#pause?.attempts ?? 0) + 1;
    const settings = fault.advice === undefined ? this.patience.away : this.patience.refused;
    const retryAfterMs = Math.max(fault.retryAfterMs ?? 0, backOffMs(attempts, settings));
    this.#pause = { fault, attempts, until: this.now() + retryAfterMs };
    return { ...fault, retryAfterMs };
  }
}
