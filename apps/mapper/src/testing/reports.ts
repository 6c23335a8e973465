import { parseProcedureEvent, type ProcedureEvent, type ReportStatus } from '@ilium/contracts';
import { randomUUID } from 'node:crypto';

/** Events as a small hospital would say them, for tests that need a database. */

export interface Said {
  readonly patient: string;
  /** The source's identifier of the thing. */
  readonly id: string;
  /** Minutes after the start of the story. */
  readonly minute?: number;
  readonly status?: ReportStatus;
}

const feed = { site: 'riverside', application: 'EHR', family: 'events' };
const mrn = (value: string) => ({ system: 'urn:ilium:test:mrn', value });

export function injection(said: Said, report: object = {}): ProcedureEvent {
  return reported('procedure', said, {
    codes: [{ code: '27096' }],
    modifiers: ['LT'],
    status: 'completed',
    performed: '2026-03-12T10:05:00-04:00',
    ...inVisitOf(said.id),
    ...report,
  });
}

/** The visit that an injection is given unless another is said. */
export function inVisitOf(injectionId: string) {
  return { visit: { system: 'urn:ilium:test:visit', value: `V-${injectionId}` } };
}

/** A steroid into the joint. */
export function steroid(said: Said, report: object): ProcedureEvent {
  return reported('administration', said, {
    medication: [{ system: 'RXNORM', code: '10759' }],
    status: 'completed',
    route: { system: 'SCT', code: '12130007' },
    ...report,
  });
}

export function nrs(said: Said, value: number, effective: string): ProcedureEvent {
  return reported('score', said, { measure: { system: 'LN', code: '72514-3' }, value, effective }, effective);
}

/** Somebody with flags such as `opt-out`. */
export function flagged(said: Said, flags: readonly string[]): ProcedureEvent {
  return reported('patient', said, { flags });
}

export function taken(event: 'procedure' | 'administration' | 'score', said: Said): ProcedureEvent {
  return reported(event, { ...said, status: 'void' }, {});
}

export function linked(survivor: string, merged: string, minute = 0, kind: 'linked' | 'unlinked' = 'linked') {
  return event(`ilium.patient.${kind}.v1`, {
    feed,
    survivor: mrn(survivor),
    merged: mrn(merged),
    version: { eventTime: at(minute) },
  });
}

/** The visit that an injection was given; `void` takes the move back. */
export function moved(from: string, to: string, injectionId: string, minute = 0, status: ReportStatus = 'final') {
  return event('ilium.visit.moved.v1', {
    feed,
    from: mrn(from),
    to: mrn(to),
    ...inVisitOf(injectionId),
    version: { eventTime: at(minute), status },
  });
}

function reported(kind: string, { patient, id, minute = 0, status = 'final' }: Said, report: object, day = toldOn) {
  return event(`ilium.${kind}.reported.v1`, {
    feed,
    patient: mrn(patient),
    identifier: { system: `urn:ilium:test:${kind}`, value: id },
    version: { eventTime: at(minute, day), status },
    report,
  });
}

/** When the injections of tests are told of. */
const toldOn = '2026-03-12';

function at(minute: number, day = toldOn): string {
  return new Date(Date.parse(`${day}T16:00:00Z`) + minute * 60_000).toISOString();
}

function event(type: string, data: object): ProcedureEvent {
  const read = parseProcedureEvent({ specversion: '1.0', id: randomUUID(), source: 'test', type, data });
  if (!read.ok) throw new Error(read.detail);
  return read.event;
}
