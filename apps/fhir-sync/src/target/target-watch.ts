import type { Logger } from '@ilium/observability';
import { Breaker, type BreakerSettings, type Gate } from '../faults/breaker.js';
import type { Fault } from '../faults/faults.js';
import { TargetFault, type FhirTarget } from './fhir-target.js';

export interface TargetStatus {
  readonly reachable: boolean;
  /** Name of the last fault, for example `http-503`; null when all is well. */
  readonly lastError: string | null;
}

/** After so long without a word from the target it is asked how it is, so that an outage shows when there is nothing to send. */
const longestSilenceMs = 10_000;

/** Knows whether the target is there, from what becomes of requests and, when in doubt, by asking it. */
export class TargetWatch {
  readonly #breaker: Breaker;
  #lastError: string | null = 'not-asked-yet';
  #probe: Promise<boolean> | undefined;
  #heardAt = 0;

  constructor(
    private readonly target: Pick<FhirTarget, 'probe'>,
    settings: BreakerSettings,
    private readonly logger: Logger,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#breaker = new Breaker(settings);
  }

  gate(): Gate {
    return this.#breaker.gate(this.now());
  }

  status(): TargetStatus {
    return { reachable: this.gate().state !== 'open', lastError: this.#lastError };
  }

  /** A request was answered in full. */
  succeeded(): void {
    if (this.gate().state !== 'closed') this.logger.info('target answers');
    this.#heard();
    this.#breaker.succeeded();
  }

  /** A request failed and is worth repeating. Answers whether the target is there, so that the fault may lie with the request. */
  async failed(fault: Fault): Promise<boolean> {
    const isThere = fault.scope === 'request' && (await this.#isThere());
    this.#note(fault);
    this.#breaker.failed(this.now(), isThere ? 'request' : 'target', fault.retryAfterMs);
    return isThere;
  }

  /** Asks the target, as the open gate wants it; opens the gate for a trial when it answers. */
  async probe(): Promise<void> {
    this.#breaker.probed(this.now(), await this.#isThere());
  }

  /** Nothing is to be sent at the moment. */
  async idle(): Promise<void> {
    if (this.gate().state === 'open' || this.now() - this.#heardAt < longestSilenceMs) return;
    if (!(await this.#isThere())) this.#breaker.failed(this.now(), 'target');
  }

  #isThere(): Promise<boolean> {
    this.#probe ??= this.#ask().finally(() => (this.#probe = undefined));
    return this.#probe;
  }

  async #ask(): Promise<boolean> {
    try {
      await this.target.probe();
      this.#heard();
      return true;
    } catch (error) {
      if (!(error instanceof TargetFault)) throw error;
      this.#note(error.fault);
      return false;
    }
  }

  #heard(): void {
    this.#heardAt = this.now();
    this.#lastError = null;
  }

  #note(fault: Fault): void {
    if (this.#lastError !== fault.name) this.logger.warn('target fault', { reason: fault.name });
    this.#lastError = fault.name;
  }
}
