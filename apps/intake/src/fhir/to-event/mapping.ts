import type { Identifier, ProcedureEvent, ReportKind, ReportStatus } from '@ilium/contracts';
import type { z } from 'zod';
import type { WorkNote, WorkReason } from '../../source-messages/source-message.js';
import type { References } from '../naming/references.js';
import { feedOf, type Reading } from '../naming/sender.js';
import type { Reference } from '../resource/elements.js';
import { metaOf, type FhirRecord } from '../resource/fhir-record.js';

/** What mapping a record works with. */
export interface MappingContext {
  readonly reading: Reading;
  readonly record: FhirRecord;
  readonly references: References;
  /** What names the record, in facts. */
  readonly name: Identifier | undefined;
}

/** Where in a record the fields of an event stand: the longest beginning of a field's path counts. */
export type Places = Readonly<Record<string, string>>;

/** An event that a record is read as. */
export interface MappedEvent {
  readonly type: ProcedureEvent['type'];
  readonly data: object;
  readonly patient: Identifier;
  readonly places: Places;
  /** The part of the record that it is about, in records of which each part is a thing of its own. */
  readonly part?: { readonly name: string; readonly isVoid: boolean };
}

export interface Mapped {
  readonly events: readonly MappedEvent[];
  readonly work: readonly WorkNote[];
  /** Of a record whose parts are things of their own; `unnamed` is where it should name those that it takes back. */
  readonly ofParts?: { readonly unnamed: string | undefined };
}

/**
 * How records of a type are read; the pair's type is hidden from the table of mappings. Raw codes stay raw: what they mean
 * is decided when records are derived.
 */
export function mapping<Schema extends z.ZodType>(
  schema: Schema,
  map: (content: z.output<Schema>, context: MappingContext) => Mapped,
) {
  return {
    read(record: FhirRecord, context: MappingContext): Mapped | z.ZodError {
      const read = schema.safeParse(record);
      return read.success ? map(read.data, context) : read.error;
    },
  };
}

export function work(reason: WorkReason, ...paths: readonly string[]): Mapped {
  return { events: [], work: paths.map((path) => ({ reason, path })) };
}

export function together(...parts: readonly Mapped[]): Mapped {
  return { events: parts.flatMap(({ events }) => events), work: parts.flatMap((part) => part.work) };
}

export function patientOf(subject: Reference | undefined, { references }: MappingContext): Identifier | undefined {
  return references.name(subject, ['Patient'], 'strict');
}

/** The record's version, as far as its server counts: not every versionId is a number. */
export function versionOf(record: FhirRecord, status: ReportStatus) {
  const [revision, eventTime] = [revisionOf(record), saidOf(record)];
  return { status, ...(revision === undefined ? {} : { revision }), ...(eventTime === undefined ? {} : { eventTime }) };
}

export function revisionOf(record: FhirRecord): number | undefined {
  const { versionId = '' } = metaOf(record);
  return /^\d{1,15}$/.test(versionId) ? Number(versionId) : undefined;
}

/** When its server wrote it. */
export function saidOf(record: FhirRecord): string | undefined {
  const { lastUpdated } = metaOf(record);
  return lastUpdated?.includes('T') === true ? lastUpdated : undefined;
}

export interface ReportParts {
  readonly kind: ReportKind;
  readonly patient: Identifier;
  readonly identifier?: Identifier | undefined;
  /** Tells a part of the record from the others: empty for the record itself. */
  readonly mark?: string | undefined;
  readonly status: ReportStatus;
  readonly report: object;
  readonly places: Places;
}

/** A report of what a record says. FHIR sends whole records: what is absent is deleted. */
export function reportEvent(parts: ReportParts, context: MappingContext): MappedEvent {
  const { reading, record, name } = context;
  const { kind, patient, mark, status, report, places } = parts;
  const { identifier = mark ? partName(context, mark) : name } = parts;
  const data = {
    feed: feedOf(record, reading),
    patient,
    ...(identifier === undefined ? {} : { identifier }),
    version: versionOf(record, status),
    complete: true,
    report: withoutAbsent(report),
  };
  const type = record.resourceType;
  const common = { patient: `${type}.subject`, identifier: `${type}.identifier`, version: `${type}.meta` };
  const told = { type: `ilium.${kind}.reported.v1`, data, patient, places: { ...common, ...places } } as const;
  if (mark === undefined) return told;
  // Its mark and its patient name it for ever.
  const part = JSON.stringify([kind, mark, patient.system, patient.value]);
  return { ...told, part: { name: part, isVoid: status === 'void' } };
}

function withoutAbsent(report: object): object {
  return Object.fromEntries(Object.entries(report).filter(([, value]) => value !== undefined));
}

/** A part of a record that is a thing of its own, such as a component: under the record's name and what tells it apart. */
function partName({ name }: MappingContext, part: string): Identifier | undefined {
  return name === undefined ? undefined : { system: name.system, value: `${name.value}#${part}` };
}
