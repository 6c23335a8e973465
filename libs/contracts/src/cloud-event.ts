import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { structuredModeAttributes } from './cloud-event-attributes.js';
import type { ParkReason } from './fate.js';
import { pathsOf } from './paths-of.js';

/** A Kafka record as far as a CloudEvent is concerned; headers as UTF-8 text. */
export interface RawRecord {
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The attributes of CloudEvents 1.0, and `sequence` (sequencing extension: the door's receive order). */
export interface CloudEventAttributes {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time?: string | undefined;
  readonly datacontenttype?: string | undefined;
  readonly sequence?: string | undefined;
}

export interface CloudEvent extends CloudEventAttributes {
  readonly data: unknown;
}

/** What became of reading a record: the event, or the reason why it has to be parked. `detail` holds paths, never values. */
export type ReadResult<T> =
  | { readonly ok: true; readonly event: T }
  | { readonly ok: false; readonly reason: ParkReason; readonly detail: string };

const envelope = z.compile(z.object({ ...structuredModeAttributes, data: z.unknown().optional() }));

/**
 * Reads a CloudEvent from a Kafka record, in binary mode (`ce_*` headers, the value is the data) or structured mode
 * (the value is the whole event). Extension attributes other than `sequence` are left out.
 */
export function readCloudEvent({ value, headers }: RawRecord): ReadResult<CloudEvent> {
  if (value === null || value.length === 0) {
    return { ok: false, reason: 'empty', detail: 'the record has no value' };
  }
  if (!isUtf8(value)) return { ok: false, reason: 'not-json', detail: 'the value is not UTF-8' };
  const json = parseJson(value.toString());
  if (json === undefined) return { ok: false, reason: 'not-json', detail: 'the value is not JSON' };
  const read = envelope.safeParse(isBinaryMode(headers) ? { ...attributesFrom(headers), data: json } : json);
  if (!read.success) return { ok: false, reason: 'not-a-cloud-event', detail: pathsOf(read.error) };
  const { specversion, id, source, type, time, datacontenttype, sequence, data } = read.data;
  const event = {
    specversion,
    id,
    source,
    type,
    time: time ?? undefined,
    datacontenttype: datacontenttype ?? undefined,
    sequence: sequence ?? undefined,
    data,
  };
  return { ok: true, event };
}

const byteOrderMark = '\uFEFF';

/** RFC 8259, section 8.1: a parser may ignore a byte order mark. JSON itself has no undefined, so that says "not JSON". */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.startsWith(byteOrderMark) ? text.slice(byteOrderMark.length) : text);
  } catch {
    return undefined;
  }
}

/**
 * CloudEvents Kafka protocol binding 1.0.2, section 3: the mode is structured when the content type starts with
 * `application/cloudevents`, else binary. A producer that sets no `ce_` headers can only mean structured mode.
 */
function isBinaryMode(headers: RawRecord['headers']): boolean {
  const { ce_specversion, ce_id, ce_source, ce_type } = headers;
  if ((ce_specversion ?? ce_id ?? ce_source ?? ce_type) === undefined) return false;
  return !/^application\/cloudevents/i.test(headers['content-type'] ?? '');
}

function attributesFrom(headers: RawRecord['headers']) {
  return {
    specversion: headers['ce_specversion'],
    id: headers['ce_id'],
    source: headers['ce_source'],
    type: headers['ce_type'],
    time: headers['ce_time'],
    datacontenttype: headers['content-type'],
    sequence: headers['ce_sequence'],
  };
}

/** Headers of a record in binary content mode. */
export function binaryModeHeaders(
  event: CloudEventAttributes & { readonly contentType: string },
): Record<string, string> {
  const { contentType, ...rest } = event;
  const headers: Record<string, string> = { 'content-type': contentType };
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined && name !== 'datacontenttype') headers[`ce_${name}`] = String(value);
  }
  return headers;
}
