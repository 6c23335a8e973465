import type { Logger } from '@ilium/observability';
import { Breaker, type BreakerSettings, type Gate } from '../faults/breaker.js';
import type { Fault } from '../faults/faults.js';
import { TargetFault } from '../faults/target-fault.js';
import type { FhirTarget } from './fhir-target.js';

export interface TargetStatus {
  readonly reachable: boolean;
  /** Name of the last fault, for example `http-503`; null when all is well. */
  readonly lastError: string | null;
  /** What to do about it, where waiting alone will not help. */
  readonly advice?: string;
}

/** Of a fault all but the answer, which may hold patient data. */
type Noted = Omit<Fault, 'answer' | 'remedy' | 'scope'>;

/** Whoever asks for a CapabilityStatement is answered: that we are let in as well is shown by a request that succeeds. */
const notLetIn: ReadonlySet<number | undefined> = new Set([401, 403]);

/** After so long without a word from the target it is asked how it is, so that an outage shows when there is nothing to send. */
const longestSilenceMs = 10_000;

/** Knows whether the target is there, from what becomes of requests and, when in doubt, by asking it. */
export class TargetWatch {
  readonly #breaker: Breaker;
  #lastError: Noted | null = { name: 'not-asked-yet' };
  #probe: Promise<Fault | undefined> | undefined;
  #heardAt = 0;

  constructor(
    private readonly target: Pick<FhirTarget, 'probe'>,
    settings: BreakerSettings,
    private readonly logger: Logger,
    private readonly name: string,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#breaker = new Breaker(settings);
  }

  gate(): Gate {
    return this.#breaker.gate(this.now());
  }

  status(): TargetStatus {
    const { name = null, advice } = this.#lastError ?? {};
    const known = { reachable: this.gate().state !== 'open', lastError: name };
    return advice === undefined ? known : { ...known, advice };
  }

  /** A request was answered in full. */
  succeeded(): void {
    if (this.gate().state !== 'closed') this.logger.info('target answers', { target: this.name });
    this.#heardAt = this.now();
    this.#lastError = null;
    this.#breaker.succeeded();
  }

  /** A request failed and is worth repeating. Answers whether the target is there, so that the fault may lie with the request. */
  async failed(fault: Fault): Promise<boolean> {
    const isThere = fault.scope === 'request' && (await this.#ask()) === undefined;
    this.#note(fault);
    this.#breaker.failed(this.now(), isThere ? 'request' : 'target', fault.retryAfterMs);
    return isThere;
  }

  /** Asks the target, as the open gate wants it; opens the gate for a trial when it answers. */
  async probe(): Promise<void> {
    const fault = await this.#ask();
    this.#breaker.probed(this.now(), fault === undefined, fault?.retryAfterMs);
  }

  /** Nothing is to be sent at the moment. */
  async idle(): Promise<void> {
    if (this.gate().state === 'open' || this.now() - this.#heardAt < longestSilenceMs) return;
    const fault = await this.#ask();
    if (fault !== undefined) this.#breaker.failed(this.now(), 'target', fault.retryAfterMs);
  }

  /** Asks the target whether it is there, once for all who want to know; the fault when it is not. */
  #ask(): Promise<Fault | undefined> {
    this.#probe ??= this.#probeOnce().finally(() => (this.#probe = undefined));
    return this.#probe;
  }

  async #probeOnce(): Promise<Fault | undefined> {
    try {
      await this.target.probe();
      this.#heardAt = this.now();
      if (!notLetIn.has(this.#lastError?.status)) this.#lastError = null;
      return undefined;
    } catch (error) {
      if (!(error instanceof TargetFault)) throw error;
      this.#note(error.fault);
      return error.fault;
    }
  }

  #note({ answer: _kept, remedy: _remedy, scope: _scope, ...fault }: Fault): void {
    if (this.#lastError?.name !== fault.name)
      this.logger.warn('target fault', { target: this.name, reason: fault.name });
    this.#lastError = fault;
  }
}

/** For what goes to no FHIR server: whether it gets through is seen elsewhere. */
export const alwaysThere: Pick<TargetWatch, 'gate' | 'probe' | 'idle' | 'failed' | 'status'> = {
  gate: () => ({ state: 'closed' }),
  probe: async () => undefined,
  idle: async () => undefined,
  failed: async () => true,
  status: () => ({ reachable: true, lastError: null }),
};
