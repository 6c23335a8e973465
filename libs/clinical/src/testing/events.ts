import {
  parseProcedureEvent,
  type Anchor,
  type Identifier,
  type ProcedureEvent,
  type ProcedureEventType,
  type Report,
  type ReportKind,
  type ReportStatus,
} from '@ilium/contracts';

/** Builders of events as a hospital says them: one argument for who says it and when, one for what. */

/** Everything is optional: patient A, feed `fhir`, no identifier, no time. */
export interface Said {
  readonly patient?: string;
  /** Family of the feed. */
  readonly feed?: string;
  /** The source's own identifier of the thing. */
  readonly id?: string;
  readonly anchor?: Anchor;
  readonly complete?: boolean;
  /** When the source says that it says it. */
  readonly at?: string;
  readonly status?: ReportStatus;
  readonly revision?: number;
  readonly replay?: boolean;
  readonly edit?: number;
  readonly sequence?: string;
  /** The id of the event itself; a new one each time where it is not given. */
  readonly event?: string;
}

export const mrn = (value: string): Identifier => ({ system: 'urn:oid:2.16.840.1.113883.3.9999.1', value });
export const procedureNumber = (value: string): Identifier => ({ system: 'urn:ilium:test:procedures', value });
export const visitNumber = (value: string): Identifier => ({ system: 'urn:ilium:test:visits', value });
export const orderNumber = (value: string): Identifier => ({ system: 'urn:ilium:test:orders', value });

export function procedure(said: Said, report: Report<'procedure'>): ProcedureEvent {
  return reportOf('procedure', said, report);
}

export function administration(said: Said, report: Report<'administration'>): ProcedureEvent {
  return reportOf('administration', said, report);
}

export function score(said: Said, report: Report<'score'>): ProcedureEvent {
  return reportOf('score', said, report);
}

export function charge(said: Said, report: Report<'charge'>): ProcedureEvent {
  return reportOf('charge', said, report);
}

export function complication(said: Said, report: Report<'complication'>): ProcedureEvent {
  return reportOf('complication', said, report);
}

export function history(said: Said, report: Report<'history'>): ProcedureEvent {
  return reportOf('history', said, report);
}

export function patient(said: Said, report: Report<'patient'>): ProcedureEvent {
  return reportOf('patient', said, report);
}

export function order(said: Said, report: Report<'order'>): ProcedureEvent {
  return reportOf('order', said, report);
}

export function linked(said: Said & { readonly survivor: string; readonly merged: string }): ProcedureEvent {
  return link('ilium.patient.linked.v1', said);
}

export function unlinked(said: Said & { readonly survivor: string; readonly merged: string }): ProcedureEvent {
  return link('ilium.patient.unlinked.v1', said);
}

/** A visit or an account that belongs to another patient; `status: 'void'` takes the move back. */
export function moved(
  said: Said & { readonly from: string; readonly to: string; readonly visit?: string; readonly account?: string },
): ProcedureEvent {
  const { from, to, visit, account } = said;
  return event('ilium.visit.moved.v1', said, {
    feed: feedOf(said),
    from: mrn(from),
    to: mrn(to),
    ...(visit === undefined ? {} : { visit: visitNumber(visit) }),
    ...(account === undefined ? {} : { account: visitNumber(account) }),
    version: versionOf(said),
  });
}

/** The whole list of procedures that a visit holds. */
export function snapshot(
  said: Said & { readonly visit: string; readonly members: readonly (string | Anchor)[] },
): ProcedureEvent {
  const members = said.members.map((member) => (typeof member === 'string' ? procedureNumber(member) : member));
  return event('ilium.snapshot.reported.v1', said, {
    feed: feedOf(said),
    patient: mrn(said.patient ?? 'A'),
    kind: 'procedure',
    visit: visitNumber(said.visit),
    members,
    version: versionOf(said),
  });
}

/** The kinds of reports number their things independently, and billing numbers its transactions. */
function identifierOf(kind: ReportKind, { id, feed }: Said) {
  if (id === undefined) return {};
  return { identifier: { system: `urn:ilium:test:${feed === 'dft' ? 'transaction' : kind}s`, value: id } };
}

function reportOf<Kind extends ReportKind>(kind: Kind, said: Said, report: Report<Kind>): ProcedureEvent {
  return event(`ilium.${kind}.reported.v1`, said, {
    feed: feedOf(said),
    patient: mrn(said.patient ?? 'A'),
    ...identifierOf(kind, said),
    ...(said.anchor === undefined ? {} : { anchor: said.anchor }),
    ...(said.complete === undefined ? {} : { complete: said.complete }),
    version: versionOf(said),
    report,
  });
}

function link(
  type: 'ilium.patient.linked.v1' | 'ilium.patient.unlinked.v1',
  said: Said & { readonly survivor: string; readonly merged: string },
): ProcedureEvent {
  const { survivor, merged } = said;
  return event(type, said, {
    feed: feedOf(said),
    survivor: mrn(survivor),
    merged: mrn(merged),
    version: versionOf(said),
  });
}

function feedOf({ feed = 'fhir' }: Said) {
  return { site: 'RIVHOSP', application: 'EHR', family: feed };
}

function versionOf({ at, status, revision, replay, edit }: Said) {
  return { eventTime: at, status, revision, replay, edit };
}

let events = 0;

/** Goes through the schema of the public door: what a test says could be said by anybody. */
function event(type: ProcedureEventType, said: Said, data: unknown): ProcedureEvent {
  events += 1;
  const read = parseProcedureEvent({
    specversion: '1.0',
    id: said.event ?? `event-${events}`,
    source: 'urn:ilium:test',
    type,
    sequence: said.sequence,
    data,
  });
  if (!read.ok) throw new TypeError(`${type}: ${read.detail}`);
  return read.event;
}
