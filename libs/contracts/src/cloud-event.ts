import { z } from 'zod';
import type { ParkReason } from './fate.js';

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

const attributes = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(500),
  source: z.string().min(1).max(500),
  type: z.string().min(1).max(200),
  time: z.iso.datetime({ offset: true }).optional(),
  datacontenttype: z.string().optional(),
  /** Sequence extension: digits, compared as a number. */
  sequence: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a CloudEvent from a Kafka record, in binary mode (`ce_*` headers, the value is the data) or structured mode
 * (the value is the whole event). CloudEvents Kafka protocol binding 1.0.2, section 3: the mode is structured when the
 * content type starts with `application/cloudevents`; a producer that sets no headers at all can only mean structured mode.
 */
export function readCloudEvent(record: RawRecord): ReadResult<CloudEvent> {
  if (record.value === null || record.value.length === 0) {
    return { ok: false, reason: 'empty', detail: 'the record has no value' };
  }
  let json: unknown;
  try {
    json = JSON.parse(strictUtf8.decode(record.value));
  } catch {
    return { ok: false, reason: 'not-json', detail: 'the value is not UTF-8 JSON' };
  }
  const candidate = isBinaryMode(record.headers) ? { ...attributesFromHeaders(record.headers), data: json } : json;
  const read = attributes.safeParse(candidate);
  if (!read.success) return { ok: false, reason: 'not-a-cloud-event', detail: pathsOf(read.error) };
  return { ok: true, event: { ...read.data, data: read.data['data'] } };
}

function isBinaryMode(headers: RawRecord['headers']): boolean {
  return headers['ce_specversion'] !== undefined && !/^application\/cloudevents/i.test(headers['content-type'] ?? '');
}

function attributesFromHeaders(headers: RawRecord['headers']): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('ce_') && value !== undefined) found[name.slice('ce_'.length)] = value;
  }
  return found;
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

/** Where a schema was broken and how, e.g. `data.patient.value: invalid_type`. Never a value: values may be about a patient. */
export function pathsOf(error: z.ZodError, prefix = ''): string {
  const places = error.issues.map((issue) => {
    const path = [prefix, ...issue.path.map(String)].filter((part) => part !== '').join('.');
    return `${path === '' ? '(root)' : path}: ${issue.code}`;
  });
  return [...new Set(places)].slice(0, 10).join('; ');
}
