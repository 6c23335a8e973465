import { parseProcedureEvent } from '@ilium/contracts';
import type { Site } from '@ilium/site';
import type { BatchItem } from '../hl7/batch.js';
import { noMessage } from '../files/hl7-messages.js';
import { faults } from '../hl7/faults.js';
import type { EventDraft, SourceMessage } from '../source-messages/source-message.js';
import { CodeCounts } from './code-counts.js';
import { ControlIds } from './control-ids.js';
import { Envelopes } from './envelopes.js';
import { Numbers } from './numbers.js';
import { ProceduresSaid } from './procedures-said.js';
import { SampleReader } from './sample.js';
import type { Section } from './section.js';
import { WrittenTimes } from './written-times.js';
import { ZSegments } from './z-segments.js';

/** Learns from messages what a site file has to say. Keeps counts and codes, and of patients nothing. */
export class Learner {
  readonly envelopes = new Envelopes();
  readonly numbers: Numbers;
  readonly codes: CodeCounts;
  readonly times = new WrittenTimes();
  readonly #procedures: ProceduresSaid;
  readonly #controlIds = new ControlIds();
  readonly #zSegments = new ZSegments();
  readonly #reader: SampleReader;
  #messages = 0;

  constructor(
    readonly site: Site,
    now: number = Date.now(),
  ) {
    this.#reader = new SampleReader(site, now);
    this.numbers = new Numbers(site);
    this.codes = new CodeCounts(site);
    this.#procedures = new ProceduresSaid(site);
  }

  get messages(): number {
    return this.#messages;
  }

  /** A message of a stream of HL7 v2. */
  seeItem(item: BatchItem): void {
    if (item.kind === 'whole') return this.#seeHl7(item.bytes);
    this.seeRefused(item.kind === 'incomplete' ? noMessage.reason : faults.tooLarge.reason);
  }

  /** What another door made of an entry of its own. */
  seeMessage({ sender, type, events, work }: SourceMessage): void {
    this.#messages += 1;
    this.envelopes.seeFate(type, 'taken');
    this.envelopes.seeWork(work);
    this.envelopes.seeSender(sender, type);
    for (const event of events) this.#seeEvent(event);
  }

  /** An entry that is no message that can be read. */
  seeRefused(reason: string): void {
    this.#messages += 1;
    this.envelopes.seeFate('?', `refused: ${reason}`);
  }

  /** All that was learned, part by part; without the parts that have nothing to say. */
  sections(): readonly Section[] {
    const all = [
      ...this.envelopes.sections(),
      ...this.#controlIds.sections(),
      ...this.numbers.sections(),
      ...this.codes.sections(),
      ...this.#procedures.sections(),
      ...this.times.sections(),
      ...this.#zSegments.sections(),
    ];
    return all.filter(({ rows, rest = 0 }) => rows.length + rest > 0);
  }

  #seeHl7(bytes: Uint8Array): void {
    this.#messages += 1;
    const { sample, ...read } = this.#reader.read(bytes);
    this.envelopes.see(bytes, read);
    if (sample === undefined) return;
    this.envelopes.seeSender(sample.sender, sample.reading.type);
    for (const part of [this.#controlIds, this.numbers, this.times, this.#zSegments]) part.see(sample);
    for (const event of sample.reading.events) this.#seeEvent(event);
  }

  #seeEvent({ type, time, data }: EventDraft): void {
    const read = parseProcedureEvent({ specversion: '1.0', id: '-', source: 'urn:ilium:learn', type, time, data });
    if (!read.ok) return;
    this.codes.see(read.event);
    this.#procedures.see(read.event);
  }
}
