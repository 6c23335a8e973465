import {
  parseProcedureEvent,
  type Anchor,
  type Code,
  type Feed,
  type Identifier,
  type ProcedureEventType,
  type ReportKind,
  type ReportStatus,
} from '@ilium/contracts';
import type { IdentifierKind, Sender, Site } from '@ilium/site';
import type { EventDraft, WorkNote, WorkReason } from '../../source-messages/source-message.js';
import type { Element } from '../reading/element.js';
import type { Hl7Message, Segment } from '../reading/message.js';
import type { MessageType } from '../reading/message-type.js';
import { codesOf } from '../values/codes.js';
import { identifierOf, numberedByEi, type Numbered } from '../values/identifiers.js';
import { momentOf, sayingTime } from '../values/times.js';

/** A field as a report carries it: absent says nothing, null deletes. */
export type Said<Value> = Value | null | undefined;

export function said<Value>(field: Element, read: (field: Element) => Value | undefined): Said<Value> {
  if (field.isNull) return null;
  return field.isEmpty ? undefined : read(field);
}

export function saidCodes(field: Element): Said<Code[]> {
  return said(field, (one) => someOf(codesOf(one)));
}

/** An empty list says nothing. */
export function someOf<Value>(list: readonly Value[]): Value[] | undefined {
  return list.length === 0 ? undefined : [...list];
}

/** What names the thing reported; neither, where nothing ties a correction to it. */
export interface Identity {
  readonly identifier?: Identifier | undefined;
  readonly anchor?: Anchor | undefined;
}

/** What a message is about: the same for all that is read out of it. */
export interface Subject {
  readonly message: Hl7Message;
  readonly type: MessageType;
  readonly site: Site;
  readonly feed: Feed;
  /** The sender's feed of ADT, which what it says of the person itself belongs to. */
  readonly patientFeed: Feed;
  readonly sender: Sender;
  readonly patient: Identifier;
  readonly visit: Identifier | undefined;
  readonly account: Identifier | undefined;
  /** MSH-7, as a moment. */
  readonly sent: string | undefined;
  /** ms since 1970 of MSH-7, else of the receipt. */
  readonly sentAt: number;
  readonly isReplay: boolean;
}

/** Where the parts of a message leave what they become. */
export class Mapping {
  readonly events: EventDraft[] = [];
  readonly work: WorkNote[] = [];
  /** Observations that are left out: documents, and what `taken: known` leaves out. */
  leftOut = 0;
  private readonly noted = new Set<string>();
  private readonly moments = new Map<string, string>();

  constructor(readonly subject: Subject) {}

  /** The same of the same place once: a field may be read for several events. */
  note(reason: WorkReason, path: string): void {
    const key = `${reason} ${path}`;
    if (this.noted.has(key)) return;
    this.noted.add(key);
    this.work.push({ reason, path });
  }

  /** Where nothing says when it was said, it yields to all that has a time: somebody should know. */
  noteTimeless(): void {
    if (this.events.some(({ time }) => time === undefined)) this.note('unreadable-field', 'MSH[1]-7');
  }

  /** A time of a field; one that can't be read is work. */
  moment(segment: Segment, field: number, element: Element = segment.field(field)): Said<string> {
    return said(element, (one) => {
      const moment = this.momentOf(one.text);
      if (moment === undefined && one.text !== '') this.note('unreadable-field', segment.path(field));
      return moment;
    });
  }

  /** Few times occur in a message, each of them often. */
  private momentOf(text: string): string | undefined {
    const known = this.moments.get(text);
    if (known !== undefined) return known;
    const moment = momentOf(text, this.subject.site.rules.timeZone);
    if (moment !== undefined) this.moments.set(text, moment);
    return moment;
  }

  /** When it was said: the best of these fields, MSH-7 last. */
  eventTime(...places: readonly (readonly [Segment | undefined, number])[]): string | undefined {
    const { sent, site } = this.subject;
    const moments = places.map(([segment, field]) => segment && this.moment(segment, field));
    return sayingTime(
      [...moments, sent].filter((moment) => typeof moment === 'string'),
      site.rules.timeZone,
    );
  }

  identifier(number: Numbered, kind: IdentifierKind): Identifier | undefined {
    return identifierOf(number, kind, this.subject.site);
  }

  /** The numbers of EI fields, each once. */
  identifiers(fields: readonly Element[], kind: IdentifierKind): Identifier[] | undefined {
    const numbers = fields.flatMap((field) => field.repetitions.map((one) => this.identifier(numberedByEi(one), kind)));
    return distinct(numbers);
  }

  /** Leaves an event; one that breaks its schema is work, and false is returned. */
  event(type: ProcedureEventType, patient: Identifier, data: object, path: string, time?: string): boolean {
    const plain = withoutUndefined(data);
    const read = parseProcedureEvent({ specversion: '1.0', id: '-', source: 'urn:ilium:hl7', type, data: plain });
    if (!read.ok) {
      this.note('schema-violation', `${path} ${(read.detail.split(':')[0] ?? '').slice(0, 100)}`);
      return false;
    }
    this.events.push({ type, time: time ?? this.eventTime(), data: plain, patient });
    return true;
  }

  report(kind: ReportKind, segment: Segment, head: ReportHead, report: object): boolean {
    const { patient, visit, account, sender } = this.subject;
    const { identifier, anchor, eventTime, status = 'final', feed = this.subject.feed } = head;
    if (identifier === undefined && anchor === undefined) this.note('untied', segment.path());
    const isWhole = head.isPart !== true && status !== 'void' && sender.records === 'whole';
    const tied = kind === 'history' || kind === 'patient' ? {} : { visit, account };
    const data = {
      feed,
      patient,
      identifier,
      anchor,
      version: this.version(eventTime, status),
      ...(isWhole ? { complete: true } : {}),
      report: { ...report, ...tied },
    };
    return this.event(`ilium.${kind}.reported.v1`, patient, data, segment.path(), eventTime);
  }

  version(eventTime: string | undefined, status: ReportStatus = 'final') {
    return { eventTime, status, ...(this.subject.isReplay ? { replay: true } : {}) };
  }
}

export interface ReportHead extends Identity {
  readonly eventTime: string | undefined;
  readonly status?: ReportStatus | undefined;
  /** It never is a whole record, whatever the sender sends. */
  readonly isPart?: boolean;
  readonly feed?: Feed;
}

/** A report takes so many order numbers. */
const mostNumbers = 20;

export function distinct(numbers: readonly (Identifier | undefined)[]): Identifier[] | undefined {
  const byName = new Map<string, Identifier>();
  for (const number of numbers) {
    if (number !== undefined && byName.size < mostNumbers) byName.set(`${number.system} ${number.value}`, number);
  }
  return someOf([...byName.values()]);
}

/** A loop, because this is the hottest place of reading a message. */
function withoutUndefined(data: object): object {
  const kept: Record<string, unknown> = {};
  for (const key in data) {
    const value: unknown = Reflect.get(data, key);
    if (value !== undefined) kept[key] = isPlain(value) ? withoutUndefined(value) : value;
  }
  return kept;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
