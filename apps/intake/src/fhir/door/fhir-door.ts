import type { Site } from '@ilium/site';
import type { MessageStore, SourceMessage, Taking, WorkNote } from '../../source-messages/source-message.js';
import type { FhirMetrics, RecordFate } from '../fhir-metrics.js';
import { isEcho, type OwnMarks } from '../echo.js';
import { findReferred, rememberedOf, type Finding } from '../naming/find-referred.js';
import type { KnownRecords, RecordReader } from '../naming/known-records.js';
import { nameOf } from '../naming/names.js';
import type { Reading, Sender } from '../naming/sender.js';
import { readRecord } from '../read-record.js';
import { metaOf, placeOf, type FhirRecord } from '../resource/fhir-record.js';
import { inEntry } from '../resource/issue.js';
import { isTakenType } from '../resource/taken-types.js';
import { digestOf, withId, type Arriving } from './arrival.js';
import { settle } from './settle.js';
import { readStoredAnswer, refusal, workWarning, type EntryAnswer, type EntryFate } from './fates.js';

/** What the door is built from. */
export interface DoorParts {
  readonly site: Site;
  readonly store: MessageStore;
  readonly known: KnownRecords;
  readonly marks: OwnMarks;
  readonly identify: (parts: readonly string[]) => string;
  /** Left out: nothing is counted for Prometheus. */
  readonly metrics?: FhirMetrics | undefined;
  /** Reads from a sender's server, where it has one. */
  readonly readerOf: (sender: Sender) => RecordReader | undefined;
}

/** A body as it came, and the records in it. */
export interface Arrival {
  readonly sender: Sender;
  readonly peer?: string | undefined;
  readonly body: Buffer;
  readonly controlId: string;
  /** `Bundle`, or the type of its only record. */
  readonly type: string;
  readonly entries: readonly Arriving[];
  /** `one`: a fault refuses the whole body; `each`: only its entry. */
  readonly together: 'one' | 'each';
}

export interface Answered {
  readonly isRefused: boolean;
  readonly entries: readonly EntryAnswer[];
}

/**
 * Takes records in. Resolves only after the commit that holds the message or its counts; rejects with `StoreAway` or
 * `EhrAway`, and then nothing may be acknowledged.
 */
export class FhirDoor {
  constructor(private readonly parts: DoorParts) {}

  get site(): Site {
    return this.parts.site;
  }

  async take(arrival: Arrival): Promise<Answered> {
    const { entries, finding, fates: found } = await this.#read(arrival);
    const refused = found.filter(({ fate }) => fate === 'refused');
    const isRefused = refused.length > 0 && (arrival.together === 'one' || refused.length === found.length);
    if (isRefused) {
      const answers = found.map(({ answer }) => answer);
      await this.#countRefused(arrival, refused);
      this.parts.metrics?.records(arrival.sender.name, 'refused', refused.length);
      return { isRefused, entries: arrival.together === 'one' ? refused.map(({ answer }) => answer) : answers };
    }
    const fates = await this.#settled(arrival, entries, found);
    const answers = fates.map(({ answer }) => answer);
    const taken = fates.filter(({ fate }) => fate === 'taken');
    const stored = taken.length === 0 ? undefined : await this.parts.store.take(message(arrival, fates, this.site));
    await this.#remember(arrival, entries, fates, finding);
    await this.#countOthers(arrival, fates);
    for (const fate of fates) this.parts.metrics?.records(arrival.sender.name, fateOf(fate, stored));
    const first = stored?.fate === 'repeat' ? readStoredAnswer(stored.answer) : undefined;
    return { isRefused, entries: first?.length === answers.length ? first : answers };
  }

  async #read(arrival: Arrival) {
    const { sender } = arrival;
    const digest = digestOf(arrival.body);
    const reading: Reading = { site: this.site, sender };
    const entries = arrival.entries.map((entry, index) => ({
      ...entry,
      record: this.#named(entry, reading, `${digest}/${index}`),
    }));
    const records = entries.flatMap(({ record, fullUrl }) => (record === undefined ? [] : [{ record, fullUrl }]));
    const wanted = records.filter(
      ({ record }) => isTakenType(record.resourceType) && !isEcho(record, this.parts.marks),
    );
    const { known, readerOf } = this.parts;
    const finding = await findReferred(wanted, records, reading, known, readerOf(sender));
    const fates = entries.map((entry, index) => seenFrom(arrival, this.#fateOf(entry, finding, reading), index));
    return { entries, finding, fates };
  }

  /** What is taken, set against the versions that came before. */
  async #settled(
    arrival: Arrival,
    entries: readonly Arriving[],
    fates: readonly EntryFate[],
  ): Promise<readonly EntryFate[]> {
    const places = fates.flatMap(({ read }, index) => {
      const record = entries[index]?.record;
      return read === undefined || record === undefined ? [] : [{ record, read, index }];
    });
    const settled = await settle(arrival.sender.base, places, this.parts.known);
    const byIndex = new Map(places.map(({ index }, at) => [index, settled[at]]));
    return fates.map((fate, index) => {
      const { events, work } = byIndex.get(index) ?? {};
      if (events === undefined || work === undefined) return fate;
      return seenFrom(
        arrival,
        { ...fate, events, work, answer: { ...fate.answer, issues: work.map(workWarning) } },
        index,
      );
    });
  }

  /** A record that was created without an id gets one: by its own name where it has one, else by the body it came in. */
  #named({ record, method }: Arriving, reading: Reading, origin: string): FhirRecord | undefined {
    if (record === undefined || method === 'DELETE') return record;
    const name = nameOf(record, reading);
    return withId(record, this.parts.identify, name === undefined ? origin : `${name.system}|${name.value}`);
  }

  #fateOf(entry: Arriving, { found }: Finding, reading: Reading): EntryFate {
    const { record, issues, method, url } = entry;
    if (issues.length > 0) return refusal(422, issues, record?.resourceType);
    if (record === undefined || method === 'DELETE') return deleted(url);
    const type = record.resourceType;
    const answer: EntryAnswer = {
      status: method === 'POST' ? 201 : 200,
      place: placeOf(record),
      version: metaOf(record).versionId,
      issues: [],
    };
    if (!isTakenType(type)) return { type, fate: 'type', answer, events: [], work: [] };
    if (isEcho(record, this.parts.marks)) return { type, fate: 'echo', answer, events: [], work: [] };
    const read = readRecord(type, record, found, reading);
    if (!read.ok) return refusal(422, read.issues, type);
    const { events, work } = read;
    const fate = type === 'Encounter' ? 'type' : 'taken';
    return { type, fate, answer: { ...answer, issues: work.map(workWarning) }, events, work, read };
  }

  async #remember(
    { sender }: Arrival,
    entries: readonly Arriving[],
    fates: readonly EntryFate[],
    { learned }: Finding,
  ): Promise<void> {
    const reading: Reading = { site: this.site, sender };
    const accepted = entries.flatMap(({ record }, index) => {
      const fate = fates[index]?.fate;
      return record === undefined || fate === 'refused' || fate === 'echo' ? [] : [record];
    });
    const records = [...learned, ...rememberedOf(accepted, reading)];
    if (records.length > 0) await this.parts.known.remember(sender.base, records);
  }

  async #countRefused({ sender, type }: Arrival, refused: readonly EntryFate[]): Promise<void> {
    const isLacking = refused.every(({ answer }) => answer.issues.every(({ code }) => code === 'required'));
    const reason = isLacking ? 'lacks-field' : 'not-readable';
    await this.parts.store.count({ door: doorOf(sender), site: this.site.name, type, fate: 'refused', reason });
  }

  async #countOthers({ sender, type }: Arrival, fates: readonly EntryFate[]): Promise<void> {
    const common = { door: doorOf(sender), site: this.site.name };
    for (const { fate, type: kind = type } of fates) {
      if (fate === 'echo' || fate === 'type') {
        await this.parts.store.count({ ...common, type: kind, fate: 'skipped', reason: fate });
      } else if (fate === 'refused') {
        await this.parts.store.count({ ...common, type: kind, fate: 'refused', reason: 'not-readable' });
      }
    }
  }
}

function fateOf({ fate, type }: EntryFate, stored: Taking | undefined): RecordFate {
  if (fate !== 'taken') return fate;
  if (stored?.fate === 'repeat') return 'repeat';
  return type === undefined ? 'deleted' : 'taken';
}

export function doorOf({ name }: Sender): string {
  return `fhir-${name}`;
}

function message(arrival: Arrival, fates: readonly EntryFate[], site: Site): SourceMessage {
  const { sender, peer, body, controlId, type } = arrival;
  return {
    door: doorOf(sender),
    site: site.name,
    peer,
    sender: sender.application,
    controlId,
    type,
    charset: 'utf-8',
    body,
    events: fates.flatMap(({ events }) => events),
    work: fates.flatMap(({ work }) => work),
    answer: JSON.stringify(fates.map(({ answer }) => answer)),
  };
}

function deleted(url: string): EntryFate {
  const work: WorkNote = { reason: 'deleted-at-source', path: url.split('/')[0] ?? '' };
  return { fate: 'taken', answer: { status: 200, issues: [workWarning(work)] }, events: [], work: [work] };
}

/** Places as they are seen from the bundle that holds the record, where there is one. */
function seenFrom({ type }: Arrival, fate: EntryFate, index: number): EntryFate {
  if (type !== 'Bundle') return fate;
  const work = fate.work.map(({ reason, path }) => ({
    reason,
    path:
      inEntry({ severity: 'warning', code: 'invalid', diagnostics: '', expression: path }, index).expression ?? path,
  }));
  const issues = fate.answer.issues.map((issue) => inEntry(issue, index));
  return { ...fate, work, answer: { ...fate.answer, issues } };
}
