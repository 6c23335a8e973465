import { StoreAway } from '../../source-messages/source-message.js';
import type { KnownRecord, KnownRecords } from '../../fhir/naming/known-records.js';
import { joinVersion, type ArrivedVersion, type Standing } from '../../fhir/state/standing.js';
import { noProgress, type SourceProgress, type SubscriptionState } from '../../fhir/state/subscription-state.js';

export class InMemoryKnown implements KnownRecords {
  readonly records = new Map<string, KnownRecord>();
  readonly standings = new Map<string, Standing>();
  /** While true nothing is remembered. */
  isAway = false;

  async find(base: string, places: readonly string[]): Promise<ReadonlyMap<string, KnownRecord>> {
    const found = places.map((place) => [place, this.records.get(`${base}/${place}`)] as const);
    return new Map(found.flatMap(([place, record]) => (record === undefined ? [] : [[place, record]])));
  }

  async remember(base: string, records: readonly KnownRecord[]): Promise<void> {
    if (this.isAway) throw new StoreAway('away');
    for (const { place, version, name } of records) {
      const before = this.records.get(`${base}/${place}`);
      this.records.set(`${base}/${place}`, {
        place,
        version: version ?? before?.version,
        name: name ?? before?.name,
      });
    }
  }

  async arrive(base: string, versions: readonly ArrivedVersion[]): Promise<ReadonlyMap<string, Standing>> {
    if (this.isAway) throw new StoreAway('away');
    const found = versions.map((version) => {
      const key = `${base}/${version.place}`;
      const standing = joinVersion(this.standings.get(key), version, Date.now());
      this.standings.set(key, standing);
      return [version.place, standing] as const;
    });
    return new Map(found);
  }
}

export class InMemoryState implements SubscriptionState {
  readonly sources = new Map<string, SourceProgress>();
  readonly #claims = new Map<string, number>();

  async progress(source: string): Promise<SourceProgress> {
    return this.sources.get(source) ?? noProgress;
  }

  async begin(source: string, subscription: string, events: number): Promise<void> {
    const before = await this.progress(source);
    if (before.subscription === subscription && (before.taken ?? 0) <= events) return;
    this.sources.set(source, { ...before, subscription, taken: events, heard: events });
  }

  async hear(source: string, event: number): Promise<void> {
    const before = await this.progress(source);
    this.sources.set(source, { ...before, heard: Math.max(before.heard ?? 0, event) });
  }

  async take(source: string, event: number): Promise<void> {
    const before = await this.progress(source);
    this.sources.set(source, { ...before, taken: Math.max(before.taken ?? 0, event) });
  }

  async searched(source: string, until: string): Promise<void> {
    const before = await this.progress(source);
    const latest = Math.max(Date.parse(until), Date.parse(before.searchedUntil ?? '1970-01-01T00:00:00Z'));
    this.sources.set(source, { ...before, searchedUntil: new Date(latest).toISOString() });
  }

  async claimSearch(source: string, everyMs: number): Promise<boolean> {
    const last = this.#claims.get(source) ?? -Infinity;
    const now = performance.now();
    if (now - last < everyMs) return false;
    this.#claims.set(source, now);
    return true;
  }
}
