import type { Logger } from '@ilium/observability';
import { EhrAway, EhrRefused } from '../ehr/ehr-away.js';
import type { RunningSource } from '../fhir-sources.js';
import { StoreAway } from '../../source-messages/source-message.js';
import type { SubscriptionState } from '../state/subscription-state.js';
import type { CatchUpParts } from './catch-up.js';

const minuteMs = 60_000;

/** Catches up with each source at its times, one instance at a time; where a server is away it asks again sooner. */
export class CatchUpClock {
  readonly #stop = new AbortController();
  #running: readonly Promise<void>[] = [];

  constructor(
    private readonly sources: readonly RunningSource[],
    private readonly state: Pick<SubscriptionState, 'claimSearch'>,
    private readonly logger: Logger,
    private readonly wait: CatchUpParts['wait'],
  ) {}

  start(): void {
    this.#running = this.sources
      .filter(({ source }) => source.catchUp.strategy !== 'none')
      .map((source) => this.#run(source));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#running);
  }

  async #run(running: RunningSource): Promise<void> {
    const everyMs = running.source.catchUp.everyMinutes * minuteMs;
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      const isDone = await this.#once(running, failures === 0 ? everyMs : 0);
      failures = isDone ? 0 : failures + 1;
      const pauseMs = isDone ? minuteMs : Math.min(minuteMs * 2 ** Math.min(failures, 10), everyMs);
      await this.wait(pauseMs, this.#stop.signal).catch(() => undefined);
    }
  }

  /** Whether all went well; an instance whose turn it is not has nothing to do. */
  async #once({ source, catchUp, notifications }: RunningSource, everyMs: number): Promise<boolean> {
    try {
      if (!(await this.state.claimSearch(source.name, everyMs))) return true;
      await notifications.repair();
      await catchUp.run(this.#stop.signal);
      return true;
    } catch (error) {
      if (this.#stop.signal.aborted) return true;
      const reason = faultName(error);
      this.logger.warn('catching up failed', { source: source.name, reason, error });
      return false;
    }
  }
}

function faultName(error: unknown): string {
  if (error instanceof EhrAway) return error.fault;
  if (error instanceof EhrRefused) return `http-${error.status}`;
  return error instanceof StoreAway ? 'store-away' : 'defect';
}
