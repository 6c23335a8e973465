import { createHash } from 'node:crypto';
import type { Site } from '@ilium/site';
import type { DoorParts } from '../../fhir/door/fhir-door.js';
import type { KnownRecord, KnownRecords } from '../../fhir/naming/known-records.js';
import { joinVersion, type ArrivedVersion, type Standing } from '../../fhir/state/standing.js';
import type { SourceMessage } from '../../source-messages/source-message.js';

/** The FHIR door without a database and without asking any server: for a trial. */
export function trialFhir(site: Site, onMessage: (message: SourceMessage) => void): DoorParts {
  const store = {
    take: (message: SourceMessage) => {
      onMessage(message);
      return Promise.resolve({ fate: 'taken' as const, answer: message.answer });
    },
    count: () => Promise.resolve(),
  };
  return {
    site,
    store,
    known: new TrialRecords(),
    marks: { base: site.rules.base, ownTags: site.incoming.fhir.ownTags },
    identify: (parts) => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32),
    readerOf: () => undefined,
  };
}

/** What the files of a trial told of their records. */
class TrialRecords implements KnownRecords {
  readonly #records = new Map<string, KnownRecord>();
  readonly #standings = new Map<string, Standing>();

  find(base: string, places: readonly string[]): Promise<ReadonlyMap<string, KnownRecord>> {
    const found = places.flatMap((place) => {
      const record = this.#records.get(`${base} ${place}`);
      return record === undefined ? [] : [[place, record] as const];
    });
    return Promise.resolve(new Map(found));
  }

  remember(base: string, records: readonly KnownRecord[]): Promise<void> {
    for (const record of records) {
      const key = `${base} ${record.place}`;
      const before = this.#records.get(key);
      const { version = before?.version, name = before?.name } = record;
      this.#records.set(key, { place: record.place, version, name });
    }
    return Promise.resolve();
  }

  arrive(base: string, versions: readonly ArrivedVersion[]): Promise<ReadonlyMap<string, Standing>> {
    const found = versions.map((version) => {
      const key = `${base} ${version.place}`;
      const standing = joinVersion(this.#standings.get(key), version, Date.now());
      this.#standings.set(key, standing);
      return [version.place, standing] as const;
    });
    return Promise.resolve(new Map(found));
  }
}
