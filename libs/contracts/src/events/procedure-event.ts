import { z } from 'zod';
import { readCloudEvent, type CloudEventAttributes, type RawRecord, type ReadResult } from '../cloud-event.js';
import { pathsOf } from '../paths-of.js';
import { refuseType } from '../unknown-type.js';
import { anchor, feed, identifier, reportHeader, version, type Identifier } from './elements.js';
import { reportKinds, reports } from './reports.js';

/**
 * The public door: what may stand on the topic `procedure-events`. Unknown fields are refused, because a misspelt one
 * would be a fact that is silently missing. The schemas are compiled: reading one event costs microseconds instead of ten.
 */

function isSame(a: Identifier, b: Identifier): boolean {
  return a.system === b.system && a.value === b.value;
}

function reportOf<Report extends z.ZodType>(report: Report) {
  return z.compile(
    z
      .strictObject({ ...reportHeader, report })
      .refine((data) => data.identifier === undefined || data.anchor === undefined, {
        path: ['anchor'],
        error: 'a report has an identifier or an anchor, not both',
      })
      .meta({ not: { required: ['identifier', 'anchor'] } }),
  );
}

const link = z.compile(
  z
    .strictObject({ feed, survivor: identifier, merged: identifier, version })
    .refine((data) => !isSame(data.survivor, data.merged), {
      path: ['merged'],
      error: 'survivor and merged are the same',
    })
    .describe('Survivor and merged are different identifiers of patients.'),
);

const move = z.compile(
  z
    .strictObject({
      feed,
      from: identifier.describe('The patient for whom the visit or account was reported.'),
      to: identifier.describe('The patient to whom it belongs.'),
      visit: identifier.optional(),
      account: identifier.optional(),
      version: version.describe('Of all moves of a visit from one patient the newest holds; `void` takes one back.'),
    })
    .refine((data) => !isSame(data.from, data.to), { path: ['to'], error: 'from and to are the same' })
    .refine((data) => (data.visit === undefined) !== (data.account === undefined), {
      path: ['visit'],
      error: 'a move is of a visit or of an account',
    })
    .meta({
      description: 'What was reported in a visit or an account of one patient belongs to another (HL7 v2 A44, A45).',
      oneOf: [{ required: ['visit'] }, { required: ['account'] }],
    }),
);

const snapshot = z.compile(
  z
    .strictObject({
      feed,
      patient: identifier,
      kind: z.enum(['procedure', 'charge', 'administration']),
      visit: identifier.optional(),
      account: identifier.optional(),
      members: z.array(z.union([identifier, anchor], { error: 'an identifier or an anchor expected' })).max(500),
      version,
    })
    .refine((data) => data.visit !== undefined || data.account !== undefined, {
      path: ['visit'],
      error: 'a snapshot needs a visit or an account',
    })
    .meta({
      description: 'The whole list of what a visit or an account holds: what it leaves out is void.',
      anyOf: [{ required: ['visit'] }, { required: ['account'] }],
    }),
);

export const procedureEventData = {
  'ilium.procedure.reported.v1': reportOf(reports.procedure),
  'ilium.order.reported.v1': reportOf(reports.order),
  'ilium.administration.reported.v1': reportOf(reports.administration),
  'ilium.charge.reported.v1': reportOf(reports.charge),
  'ilium.score.reported.v1': reportOf(reports.score),
  'ilium.complication.reported.v1': reportOf(reports.complication),
  'ilium.history.reported.v1': reportOf(reports.history),
  'ilium.patient.reported.v1': reportOf(reports.patient),
  'ilium.patient.linked.v1': link,
  'ilium.patient.unlinked.v1': link,
  'ilium.visit.moved.v1': move,
  'ilium.snapshot.reported.v1': snapshot,
} as const;

export type ProcedureEventType = keyof typeof procedureEventData;
export const procedureEventTypes = Object.keys(procedureEventData) as readonly ProcedureEventType[];

export type ReportEventType = Exclude<
  ProcedureEventType,
  'ilium.patient.linked.v1' | 'ilium.patient.unlinked.v1' | 'ilium.visit.moved.v1' | 'ilium.snapshot.reported.v1'
>;
export type ReportData = z.output<(typeof procedureEventData)[ReportEventType]>;
export type LinkData = z.output<typeof link>;
export type MoveData = z.output<typeof move>;
export type SnapshotData = z.output<typeof snapshot>;

/** An event of the public door, its data parsed. */
export type ProcedureEvent = CloudEventAttributes & { readonly sequence?: string | undefined } & {
    [Type in ProcedureEventType]: {
      readonly type: Type;
      readonly data: z.output<(typeof procedureEventData)[Type]>;
    };
  }[ProcedureEventType];

function isProcedureEventType(type: string): type is ProcedureEventType {
  return Object.hasOwn(procedureEventData, type);
}

/** Reads a record of `procedure-events`; what can't be read says why, in paths and never in values. */
export function readProcedureEvent(record: RawRecord): ReadResult<ProcedureEvent> {
  const read = readCloudEvent(record);
  return read.ok ? parseProcedureEvent(read.event) : read;
}

export function parseProcedureEvent(
  event: CloudEventAttributes & { readonly data: unknown },
): ReadResult<ProcedureEvent> {
  const { type } = event;
  if (!isProcedureEventType(type)) return refuseType(type, procedureEventTypes);
  const parsed = procedureEventData[type].safeParse(event.data);
  if (!parsed.success) return { ok: false, reason: 'schema-violation', detail: pathsOf(parsed.error, 'data') };
  // The type and its data were matched by the table above; TypeScript cannot see the pair through an index.
  return { ok: true, event: { ...event, type, data: parsed.data } as ProcedureEvent };
}

/** `ilium.score.reported.v1` → `score` */
export function reportKindOf(type: ReportEventType): (typeof reportKinds)[number] {
  const kind = reportKinds.find((candidate) => type === `ilium.${candidate}.reported.v1`);
  if (kind === undefined) throw new TypeError(`${type} reports nothing`);
  return kind;
}
