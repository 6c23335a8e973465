import type { FhirType } from '@ilium/site';
import type { SourceMessage, WorkNote } from '../../source-messages/source-message.js';
import { isEcho } from '../echo.js';
import { findReferred, rememberedOf } from '../naming/find-referred.js';
import type { Reading, Sender } from '../naming/sender.js';
import type { ReferredRecords } from '../naming/references.js';
import { readRecord, type RecordRead } from '../read-record.js';
import { metaOf, placeOf, type FhirRecord } from '../resource/fhir-record.js';
import { isTakenType } from '../resource/taken-types.js';
import { settle } from './settle.js';
import { controlIdOfRecord } from './arrival.js';
import { doorOf, type DoorParts } from './fhir-door.js';

/** What became of records that were fetched, or that a notification brought. */
export interface PullCounts {
  readonly taken: number;
  /** Of the version that was taken before. */
  readonly unchanged: number;
  readonly echoes: number;
  /** Visits, and types that no event is made of. */
  readonly others: number;
}

export const nothingPulled: PullCounts = { taken: 0, unchanged: 0, echoes: 0, others: 0 };

export function addCounts(a: PullCounts, b: PullCounts): PullCounts {
  return {
    taken: a.taken + b.taken,
    unchanged: a.unchanged + b.unchanged,
    echoes: a.echoes + b.echoes,
    others: a.others + b.others,
  };
}

/** A record that is gone, and what told of it. */
export interface DeletedRecord {
  /** `Procedure/p1` */
  readonly place: string;
  /** Tells one telling from another. */
  readonly occasion: string;
}

/** Whether the same again is counted: a notification that comes twice is, a search that finds it again is not. */
export type Repeats = 'counted' | 'not-counted';

/**
 * Takes in records that are at hand, each as a message of its own. There is nobody who could be refused: what can't be
 * read is kept as work. Rejects with `StoreAway` or `EhrAway`; what was taken until then is not taken again.
 */
export class FhirPull {
  constructor(private readonly parts: DoorParts) {}

  async pull(
    sender: Sender,
    records: readonly FhirRecord[],
    repeats: Repeats,
    alongside: readonly FhirRecord[] = [],
  ): Promise<PullCounts> {
    const { known, marks, readerOf, site } = this.parts;
    const reading: Reading = { site, sender };
    const own = records.filter((record) => isEcho(record, marks));
    const foreign = records.filter((record) => !own.includes(record));
    const fresh = await this.#fresh(foreign, sender);
    const wanted = fresh.filter((record) => isTakenType(record.resourceType));
    const neighbours = [...records, ...alongside].map((record) => ({ record }));
    const finding = await findReferred(
      wanted.map((record) => ({ record })),
      neighbours,
      reading,
      known,
      readerOf(sender),
    );
    const messages = await this.#messages(wanted, finding.found, reading);
    const takings = await Promise.all(messages.map((message) => this.parts.store.take(message)));
    const names = [...finding.learned, ...rememberedOf(fresh, reading)];
    if (names.length > 0) await known.remember(sender.base, names);
    const unchanged = foreign.length - fresh.length;
    const others = fresh.length - messages.length;
    const again = takings.filter(({ fate }) => fate === 'repeat').length;
    const { metrics } = this.parts;
    metrics?.records(sender.name, 'taken', messages.length - again);
    metrics?.records(sender.name, 'repeat', unchanged + again);
    metrics?.records(sender.name, 'type', others);
    metrics?.records(sender.name, 'echo', own.length);
    await this.#count(sender, own.length, 'echo');
    if (repeats === 'counted') await this.#count(sender, unchanged, 'duplicate');
    return { taken: messages.length, unchanged, echoes: own.length, others };
  }

  /** Keeps as work that a record is no more: whose it was can't be asked any longer. */
  async deleted(sender: Sender, { place, occasion }: DeletedRecord): Promise<void> {
    const [type = ''] = place.split('/');
    const work: WorkNote = { reason: 'deleted-at-source', path: type };
    const body = Buffer.from(JSON.stringify({ deleted: place }));
    const controlId = `${place}/deleted/${occasion}`;
    await this.parts.store.take({
      ...this.#common(sender),
      type,
      controlId,
      body,
      events: [],
      work: [work],
      answer: '',
    });
    this.parts.metrics?.records(sender.name, 'deleted');
  }

  /** Those of another version than the one that was taken last; without a version nothing tells them apart. */
  async #fresh(records: readonly FhirRecord[], { base }: Sender): Promise<readonly FhirRecord[]> {
    const places = records.map(placeOf).filter((place) => place !== undefined);
    if (places.length === 0) return records;
    const taken = await this.parts.known.find(base, places);
    return records.filter((record) => {
      const { versionId } = metaOf(record);
      return versionId === undefined || taken.get(placeOf(record) ?? '')?.version !== versionId;
    });
  }

  async #messages(
    records: readonly FhirRecord[],
    found: ReferredRecords,
    reading: Reading,
  ): Promise<readonly SourceMessage[]> {
    const read = records.flatMap((record) => {
      const type = record.resourceType;
      return isTakenType(type) && type !== 'Encounter'
        ? [{ record, read: readOrWork(type, record, found, reading) }]
        : [];
    });
    const settled = await settle(reading.sender.base, read, this.parts.known);
    return settled.flatMap(({ events, work }, index) => {
      const record = read[index]?.record;
      if (record === undefined) return [];
      const body = Buffer.from(JSON.stringify(record));
      const controlId = controlIdOfRecord(record, 'GET', body);
      const type = record.resourceType;
      return [{ ...this.#common(reading.sender), type, controlId, body, events, work, answer: '' }];
    });
  }

  #common(sender: Sender) {
    const { name } = this.parts.site;
    return { door: doorOf(sender), site: name, sender: sender.application, charset: 'utf-8' };
  }

  async #count(sender: Sender, times: number, reason: 'echo' | 'duplicate'): Promise<void> {
    const passing = { door: doorOf(sender), site: this.parts.site.name, type: 'Bundle', reason };
    await Promise.all(Array.from({ length: times }, () => this.parts.store.count({ ...passing, fate: 'skipped' })));
  }
}

function readOrWork(type: FhirType, record: FhirRecord, found: ReferredRecords, reading: Reading): RecordRead {
  const read = readRecord(type, record, found, reading);
  if (read.ok) return read;
  const work = read.issues.map(({ expression = type }): WorkNote => ({ reason: 'schema-violation', path: expression }));
  const parts = { held: [], told: [], unnamed: undefined };
  return { ok: true, events: [], work, isUsed: false, parts, takeBack: () => [] };
}
