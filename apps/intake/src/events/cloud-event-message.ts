import {
  readCloudEvent,
  readProcedureEvent,
  topicSettings,
  type Identifier,
  type ParkReason,
  type ProcedureEvent,
  type RawRecord,
} from '@ilium/contracts';
import type { SourceMessage } from '../source-messages/source-message.js';
import { withoutBlanks } from './json-text.js';

/** A procedure event that came as a CloudEvent, over REST or in a file. */

/** Why an event is not taken: what the mapper would park it for, and what does not fit on the topic. */
export type EventRefusal = ParkReason | 'too-large';

export type EventRead =
  | { readonly ok: true; readonly message: SourceMessage }
  | {
      readonly ok: false;
      readonly reason: EventRefusal;
      /** Names places, never values. */
      readonly detail: string;
      /** The event's own, where they could be read. */
      readonly source?: string | undefined;
      readonly id?: string | undefined;
    };

/** Where an event came in, and for which site. */
export interface Door {
  readonly door: string;
  readonly site: string;
  readonly peer?: string | undefined;
}

/** What a record needs beside its value. */
const overhead = 1_024;
/** The largest event, in bytes of JSON. */
export const maxEventBytes = topicSettings['procedure-events'].maxMessageBytes - overhead;

const structured = { 'content-type': 'application/cloudevents+json' };

/** Reads one CloudEvent of JSON. */
export function readEventMessage(bytes: Buffer, door: Door): EventRead {
  const raw = { value: bytes, headers: structured };
  const read = readProcedureEvent(raw);
  if (!read.ok) return { ...read, ...namesOf(raw) };
  const { event } = read;
  const body = Buffer.from(withoutBlanks(bytes.toString().replace(/^\uFEFF/, '')));
  if (body.length > maxEventBytes) {
    const detail = `an event has at most ${maxEventBytes} bytes`;
    return { ok: false, reason: 'too-large', detail, source: event.source, id: event.id };
  }
  const nul = nulPath(event.data, 'data');
  if (nul !== undefined) {
    const detail = `${nul}: a NUL character, which can't be stored`;
    return { ok: false, reason: 'database-refused', detail, source: event.source, id: event.id };
  }
  return { ok: true, message: toMessage(event, body, door) };
}

function namesOf(raw: RawRecord) {
  const read = readCloudEvent(raw);
  return read.ok ? { source: read.event.source, id: read.event.id } : {};
}

function toMessage(event: ProcedureEvent, body: Buffer, { door, site, peer }: Door): SourceMessage {
  const { id, source, sequence, type, time, data } = event;
  return {
    door,
    site,
    peer,
    sender: source,
    controlId: id,
    identity: 'control-id',
    type,
    body,
    events: [{ type, time, data, patient: patientOf(data), own: { id, source, sequence } }],
    work: [],
    answer: 'taken',
  };
}

function patientOf(data: ProcedureEvent['data']): Identifier {
  if ('survivor' in data) return data.survivor;
  return 'to' in data ? data.to : data.patient;
}

function nulPath(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.includes('\0') ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inside] of Object.entries(value)) {
    const found = nulPath(inside, `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
