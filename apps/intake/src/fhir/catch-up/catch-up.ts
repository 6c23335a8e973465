import type { FhirSource } from '@ilium/site';
import { nothingPulled, type PullCounts } from '../door/fhir-pull.js';
import { catchUpByExport } from './by-export.js';
import { catchUpByPatient } from './by-patient.js';
import { catchUpBySearch } from './by-search.js';
import type { CatchUpParts, Found, Search } from './search.js';
import { strategyFor, type Strategy } from './strategy.js';

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
    const { source, state, logger, now = Date.now } = this.parts;
    const { searchedUntil } = await state.progress(source.name);
    const since = sinceWhen(source, searchedUntil, now());
    const strategy = await this.#strategy();
    if (strategy === 'none') logger.warn('no way to catch up', { source: source.name });
    const { counts, until } = await ways[strategy](this.parts, { since, signal });
    if (strategy !== 'none') await state.searched(source.name, until === undefined ? since : notLater(until, now()));
    logger.info('caught up', {
      source: source.name,
      operation: strategy,
      done: counts.taken,
      skipped: counts.unchanged,
    });
    return { isPossible: strategy !== 'none', counts };
  }

  async #strategy(): Promise<Strategy> {
    const { source, server, patients } = this.parts;
    const isAsked = source.catchUp.strategy === 'auto';
    const strategy = strategyFor(source, isAsked ? await server.metadata() : undefined);
    return strategy === 'per-patient' && patients === undefined ? 'none' : strategy;
  }
}

/** A record from the future must not hide all that comes until then. */
function notLater(until: string, now: number): string {
  return new Date(Math.min(Date.parse(until), now)).toISOString();
}

/** Looks back a little: servers finish writing in another order than they began. At the first start, from now or as the site says. */
function sinceWhen({ catchUp }: FhirSource, searchedUntil: string | undefined, now: number): string {
  const from = searchedUntil ?? catchUp.from;
  const moment = from === undefined ? now : Date.parse(from);
  return new Date(moment - catchUp.overlapMinutes * 60_000).toISOString();
}
