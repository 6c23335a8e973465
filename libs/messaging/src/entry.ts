import { hash } from 'node:crypto';
import { parked, readCloudEvent, type Fate } from '@ilium/contracts';
import type { Identified, ReadRecord } from './batch.js';
import { describeFault } from './errors.js';
import { headerText, toRawRecord, type KafkaRecord } from './record.js';

/** What makes a message the same message when it comes again. */
export interface Identity {
  readonly source: string;
  readonly id: string;
}

/** A record that was read: an event, or the fate of one that could not be read. */
export interface Entry<T extends Identified> {
  readonly record: KafkaRecord;
  readonly event: T | undefined;
  readonly unreadable: Fate | undefined;
  readonly identity: Identity;
  readonly digest: string;
  readonly receivedAt: Date;
  /** A parked message that comes again, mended or not, names its inbox row: it may take it. */
  readonly reinjected: boolean;
}

/** Header of a re-injected message: a JSON array of source and id of its inbox row. */
export const reinjectedHeader = 'ilium-reinjected';

export function readEntry<T extends Identified>(record: KafkaRecord, read: ReadRecord<T>): Entry<T> {
  const raw = toRawRecord(record);
  const result = attempt(() => read(raw));
  const known = result.ok ? result.event : identified(record);
  const named = reinjectedIdentity(record);
  return {
    record,
    event: result.ok ? result.event : undefined,
    unreadable: result.ok ? undefined : parked(result.reason, result.detail),
    identity: named ?? (known === undefined ? identityByPlace(record) : storable(known)),
    digest: digestOf(record.value),
    receivedAt: plausibleTime(record.timestamp, Date.now()),
    reinjected: named !== undefined,
  };
}

function attempt<R>(read: () => R): R | { ok: false; reason: 'handler-error'; detail: string } {
  try {
    return read();
  } catch (error) {
    return { ok: false, reason: 'handler-error', detail: describeFault(error) };
  }
}

/** Data that break their schema may still be a CloudEvent with an id. */
function identified(record: KafkaRecord): Identity | undefined {
  const read = readCloudEvent(toRawRecord(record));
  return read.ok ? read.event : undefined;
}

/** A message without an id of its own: its place in the log is one. */
export function identityByPlace({ topic, partition, offset }: KafkaRecord): Identity {
  return { source: topic, id: `${partition}/${offset}` };
}

/** An index row holds 2 704 bytes, and text in PostgreSQL holds no NUL: such a part is replaced by its digest. */
function storable({ source, id }: Identity): Identity {
  return { source: storableText(source), id: storableText(id) };
}

const longestPart = 1_000;

function storableText(text: string): string {
  return Buffer.byteLength(text) > longestPart || text.includes('\0') ? `sha256:${hash('sha256', text)}` : text;
}

function reinjectedIdentity({ headers }: KafkaRecord): Identity | undefined {
  const text = headerText(headers[reinjectedHeader]);
  if (text === undefined) return undefined;
  const [source, id] = parseArray(text);
  return typeof source === 'string' && typeof id === 'string' ? storable({ source, id }) : undefined;
}

function parseArray(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

const noBytes = Buffer.alloc(0);

export function digestOf(value: Buffer | null): string {
  return hash('sha256', value ?? noBytes, 'base64');
}

/** Tells one log from another of the same name: the same offset holds another record there. */
export function fingerprintOf({ record, digest }: Pick<Entry<Identified>, 'record' | 'digest'>): string {
  return `${record.timestamp}:${digest}`;
}

const earliest = Date.UTC(2000, 0, 1);
const day = 24 * 60 * 60 * 1000;

/** A producer may set any record timestamp; an impossible one counts as now. */
export function plausibleTime(timestamp: number, now: number): Date {
  return new Date(timestamp >= earliest && timestamp <= now + day ? timestamp : now);
}
