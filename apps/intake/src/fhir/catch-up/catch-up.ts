import type { Logger } from '@ilium/observability';
import type { Identifier } from '@ilium/contracts';
import type { FhirSource } from '@ilium/site';
import type { FhirPull, PullCounts } from '../door/fhir-pull.js';
import { nothingPulled } from '../door/fhir-pull.js';
import type { EhrServer } from '../ehr/ehr-server.js';
import type { Sender } from '../naming/sender.js';
import type { SubscriptionState } from '../state/subscription-state.js';
import { catchUpByExport } from './by-export.js';
import { catchUpByPatient } from './by-patient.js';
import { catchUpBySearch } from './by-search.js';
import { strategyFor, type Strategy } from './strategy.js';

/** Patients for whom a follow-up window is open or will be: whose records may still change an outcome. */
export interface PatientsWithOpenWindows {
  patientsWithOpenWindows(): AsyncIterable<Identifier>;
}

export interface CatchUpParts {
  readonly source: FhirSource;
  readonly sender: Sender;
  readonly server: EhrServer;
  readonly state: SubscriptionState;
  readonly pull: FhirPull;
  readonly patients: PatientsWithOpenWindows;
  readonly logger: Logger;
  readonly now?: () => number;
  /** Resolves after so many milliseconds, or rejects when the signal says to stop. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A search of what changed since a moment. */
export interface Search {
  /** Null: all there is. */
  readonly since: string | null;
  readonly signal: AbortSignal;
}

/** What a search found, and until when, by the server's clock, nothing is missing. */
export interface Found {
  readonly counts: PullCounts;
  readonly until: string | undefined;
}

const ways: Readonly<Record<Strategy, (parts: CatchUpParts, search: Search) => Promise<Found>>> = {
  search: catchUpBySearch,
  'per-patient': catchUpByPatient,
  'bulk-export': catchUpByExport,
  none: () => Promise.resolve({ counts: nothingPulled, until: undefined }),
};

/** What catching up came to. */
export interface CaughtUp {
  /** False where the server declares no way to it: what is missing stays missing. */
  readonly isPossible: boolean;
  readonly counts: PullCounts;
}

/** Fetches what changed at a source's server and was not told of, or not heard. */
export class CatchUp {
  #running: Promise<CaughtUp> | undefined;

  constructor(private readonly parts: CatchUpParts) {}

  /** One at a time: who asks while one is under way waits for it, and then for one that began after the question. */
  async run(signal: AbortSignal = new AbortController().signal): Promise<CaughtUp> {
    await this.#running?.catch(() => undefined);
    this.#running ??= this.#run(signal).finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #run(signal: AbortSignal): Promise<CaughtUp> {
    const { source, server, state, logger, now = Date.now } = this.parts;
    const { searchedUntil } = await state.progress(source.name);
    const since = sinceWhen(source, searchedUntil, now());
    const strategy = strategyFor(source, source.catchUp.strategy === 'auto' ? await server.metadata() : undefined);
    if (strategy === 'none') logger.warn('no way to catch up', { source: source.name });
    const { counts, until } = await ways[strategy](this.parts, { since, signal });
    if (strategy !== 'none') await state.searched(source.name, until ?? since);
    logger.info('caught up', {
      source: source.name,
      operation: strategy,
      done: counts.taken,
      skipped: counts.unchanged,
    });
    return { isPossible: strategy !== 'none', counts };
  }
}

/** Looks back a little: servers finish writing in another order than they began. At the first start, from now or as the site says. */
function sinceWhen({ catchUp }: FhirSource, searchedUntil: string | undefined, now: number): string {
  const from = searchedUntil ?? catchUp.from;
  const moment = from === undefined ? now : Date.parse(from);
  return new Date(moment - catchUp.overlapMinutes * 60_000).toISOString();
}
