import { ExplainedError, type HealthRegistry } from '@ilium/observability';
import { StoreAway } from '../../source-messages/source-message.js';
import type { SubscriptionState } from '../state/subscription-state.js';

/** A source whose events are counted. */
export interface CountedSource {
  readonly name: string;
  /** In this time a search should have filled a gap. */
  readonly patienceMs: number;
}

interface OpenGap {
  readonly taken: number;
  /** When this instance first saw it so. */
  readonly sinceMs: number;
}

/** Events that were heard of and not taken, by source. What was asked last holds while the database does not answer. */
export class Gaps {
  readonly #open = new Map<string, OpenGap>();
  #last: ReadonlyMap<string, number> = new Map();

  constructor(
    private readonly sources: readonly CountedSource[],
    private readonly state: Pick<SubscriptionState, 'progress'>,
    private readonly now: () => number,
  ) {}

  async ask(): Promise<ReadonlyMap<string, number>> {
    try {
      const asked = this.sources.map(async ({ name }) => [name, await this.#missing(name)] as const);
      this.#last = new Map(await Promise.all(asked));
    } catch (error) {
      // Whether the database is there has a check of its own.
      if (!(error instanceof StoreAway)) throw error;
    }
    return this.#last;
  }

  /** The check `fhir gaps` is down while a gap stays open in which nothing is taken. */
  watch(health: HealthRegistry): void {
    health.add('fhir gaps', async () => {
      await this.ask();
      const stuck = this.sources.filter(({ name, patienceMs }) => {
        const open = this.#open.get(name);
        return open !== undefined && this.now() - open.sinceMs > patienceMs;
      });
      if (stuck.length === 0) return;
      const names = stuck.map(({ name }) => name).join(', ');
      const text = `Events of ${names} are missing, and no search finds them. See catchUp of the source in the site file.`;
      throw new ExplainedError(text, 'GAP');
    });
  }

  async #missing(name: string): Promise<number> {
    const { taken = 0, heard = 0 } = await this.state.progress(name);
    const missing = Math.max(0, heard - taken);
    const open = this.#open.get(name);
    if (missing === 0) this.#open.delete(name);
    else if (open?.taken !== taken) this.#open.set(name, { taken, sinceMs: this.now() });
    return missing;
  }
}
