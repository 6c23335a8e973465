import { addCounts, nothingPulled, type PullCounts } from '../door/fhir-pull.js';
import { EhrRefused } from '../ehr/ehr-away.js';
import type { EhrServer } from '../ehr/ehr-server.js';
import type { Page } from '../ehr/page.js';
import { metaOf, type FhirRecord } from '../resource/fhir-record.js';
import type { CatchUpParts, Found, Search } from './catch-up.js';

export const pageSize = 100;

/** Searches each type by `_lastUpdated`, page by page. */
export async function catchUpBySearch(parts: CatchUpParts, { since, signal }: Search): Promise<Found> {
  const { source, sender, server, pull } = parts;
  let counts: PullCounts = nothingPulled;
  let latest: number | undefined;
  for (const type of source.types) {
    const query = new URLSearchParams({ _lastUpdated: `ge${since}`, _sort: '_lastUpdated', _count: String(pageSize) });
    let next: string | undefined = `${type}?${query.toString()}`;
    while (next !== undefined) {
      signal.throwIfAborted();
      const page: Page | undefined = await pageOrNone(server, next);
      if (page === undefined) break;
      const ofType = page.matches.filter(({ resourceType }) => resourceType === type);
      counts = addCounts(counts, await pull.pull(sender, ofType, 'not-counted', page.alongside));
      latest = latestOf(ofType, latest);
      next = page.next;
    }
  }
  return { counts, until: latest === undefined ? undefined : new Date(latest).toISOString() };
}

/** Undefined where the server has no records of this type at all. */
async function pageOrNone(server: EhrServer, query: string): Promise<Page | undefined> {
  try {
    return await server.page(query);
  } catch (error) {
    if (error instanceof EhrRefused && error.status === 404) return undefined;
    throw error;
  }
}

/** By the server's own clock: ours may differ. */
function latestOf(records: readonly FhirRecord[], before: number | undefined): number | undefined {
  const times = records.map((record) => Date.parse(metaOf(record).lastUpdated ?? '')).filter(Number.isFinite);
  const all = before === undefined ? times : [before, ...times];
  return all.length === 0 ? undefined : Math.max(...all);
}
