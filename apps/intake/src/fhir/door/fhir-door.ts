import type { Site } from '@ilium/site';
import type { MessageStore, SourceMessage, WorkNote } from '../../source-messages/source-message.js';
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
import { readStoredAnswer, refusal, workWarning, type EntryAnswer, type EntryFate } from './fates.js';

/** What the door is built from. */
export interface DoorParts {
  readonly site: Site;
  readonly store: MessageStore;
  readonly known: KnownRecords;
  readonly marks: OwnMarks;
  readonly identify: (parts: readonly string[]) => string;
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
    const { entries, finding, fates } = await this.#read(arrival);
    const refused = fates.filter(({ fate }) => fate === 'refused');
    const isRefused = refused.length > 0 && (arrival.together === 'one' || refused.length === fates.length);
    const answers = fates.map(({ answer }) => answer);
    if (isRefused) {
      await this.#countRefused(arrival, refused);
      return { isRefused, entries: arrival.together === 'one' ? refused.map(({ answer }) => answer) : answers };
    }
    const taken = fates.filter(({ fate }) => fate === 'taken');
    const stored = taken.length === 0 ? undefined : await this.parts.store.take(message(arrival, fates, this.site));
    await this.#remember(arrival, entries, fates, finding);
    await this.#countOthers(arrival, fates);
    const first = stored?.isRepeat === true ? readStoredAnswer(stored.answer) : undefined;
    return { isRefused, entries: first?.length === answers.length ? first : answers };
  }

  async #read(arrival: Arrival) {
    const { sender } = arrival;
    const digest = digestOf(arrival.body);
    const reading: Reading = { site: this.site, sender, identify: this.parts.identify };
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
    const isBundle = arrival.type === 'Bundle';
    const fates = entries.map((entry, index) => {
      const fate = this.#fateOf(entry, finding, reading);
      return isBundle ? seenFromBundle(fate, index) : fate;
    });
    return { entries, finding, fates };
  }

  /** A record that was created without an id gets one: by its own name where it has one, else by the body it came in. */
  #named({ record, method }: Arriving, reading: Reading, origin: string): FhirRecord | undefined {
    if (record === undefined || method === 'DELETE') return record;
    const name = nameOf(record, reading);
    return withId(record, this.parts.identify, name === undefined ? origin : `${name.system}|${name.value}`);
  }

  #fateOf(entry: Arriving, { found }: Finding, reading: Reading): EntryFate {
    const { record, issues, method, url } = entry;
    if (issues.length > 0) return refusal(422, issues);
    if (record === undefined || method === 'DELETE') return deleted(url);
    const type = record.resourceType;
    const answer: EntryAnswer = {
      status: method === 'POST' ? 201 : 200,
      place: placeOf(record),
      version: metaOf(record).versionId,
      issues: [],
    };
    if (!isTakenType(type)) return { fate: 'type', answer, events: [], work: [] };
    if (isEcho(record, this.parts.marks)) return { fate: 'echo', answer, events: [], work: [] };
    const read = readRecord(type, record, found, reading);
    if (!read.ok) return refusal(422, read.issues);
    const { events, work } = read;
    const fate = type === 'Encounter' ? 'type' : 'taken';
    return { fate, answer: { ...answer, issues: work.map(workWarning) }, events, work };
  }

  async #remember(
    { sender }: Arrival,
    entries: readonly Arriving[],
    fates: readonly EntryFate[],
    { learned }: Finding,
  ): Promise<void> {
    const reading: Reading = { site: this.site, sender, identify: this.parts.identify };
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
    for (const { fate, answer } of fates) {
      const [kind = type] = (answer.place ?? '').split('/').filter((part) => part !== '');
      if (fate === 'echo' || fate === 'type') {
        await this.parts.store.count({ ...common, type: kind, fate: 'skipped', reason: fate });
      } else if (fate === 'refused') {
        await this.parts.store.count({ ...common, type: kind, fate: 'refused', reason: 'not-readable' });
      }
    }
  }
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

/** Places as they are seen from the bundle that holds the record. */
function seenFromBundle(fate: EntryFate, index: number): EntryFate {
  const work = fate.work.map(({ reason, path }) => ({
    reason,
    path:
      inEntry({ severity: 'warning', code: 'invalid', diagnostics: '', expression: path }, index).expression ?? path,
  }));
  const issues = fate.answer.issues.map((issue) => inEntry(issue, index));
  return { ...fate, work, answer: { ...fate.answer, issues } };
}
