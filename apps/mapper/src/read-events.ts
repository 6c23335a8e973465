import { dayIn, type Day, type Rules } from '@ilium/clinical';
import {
  readCloudEvent,
  readProcedureEvent,
  type ParkReason,
  type ProcedureEvent,
  type SkipReason,
} from '@ilium/contracts';

/** What became of one event. `detail` names places in it, never values. */
export interface EventLine {
  readonly event: string;
  readonly fate: 'done' | 'skipped' | 'parked';
  readonly reason: SkipReason | ParkReason | null;
  readonly detail?: string;
}

/** Each event's fate, and the events that can be used. */
export interface ReadEvents {
  readonly lines: readonly EventLine[];
  readonly events: readonly ProcedureEvent[];
}

export function readEvents(inputs: readonly string[]): ReadEvents {
  const seen = new Map<string, string>();
  const fates = inputs.flatMap(recordsOf).map((record) => fateOf(record, seen));
  return {
    lines: fates.map(({ line }) => line),
    events: fates.flatMap(({ read }) => (read === undefined ? [] : [read])),
  };
}

/** NDJSON, one event, or an array of them: each event as the bytes that a topic would carry. */
function recordsOf(input: string): readonly string[] {
  const whole = parsed(input);
  if (Array.isArray(whole)) return whole.map((event) => JSON.stringify(event));
  if (whole !== undefined) return [input.trim()];
  return input.split(/\r?\n/).filter((line) => line.trim() !== '');
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    return undefined;
  }
}

/** What the mapper would say of the record, after those before it: the first of a source and id has them, readable or not. */
function fateOf(
  record: string,
  seen: Map<string, string>,
): { readonly line: EventLine; readonly read?: ProcedureEvent } {
  const raw = { value: Buffer.from(record), headers: {} };
  const identified = readCloudEvent(raw);
  const key = identified.ok ? JSON.stringify([identified.event.source, identified.event.id]) : undefined;
  const before = key === undefined ? undefined : seen.get(key);
  if (key !== undefined) seen.set(key, before ?? record);
  const event = identified.ok ? identified.event.id : '';
  if (before === record) return { line: { event, fate: 'skipped', reason: 'duplicate' } };
  const read = readProcedureEvent(raw);
  if (!read.ok) return { line: { event, fate: 'parked', reason: read.reason, detail: read.detail } };
  if (before !== undefined) return { line: { event, fate: 'parked', reason: 'id-reused' } };
  if (holdsNul(read.event.data)) return { line: { event, fate: 'parked', reason: 'database-refused' } };
  return { line: { event, fate: 'done', reason: null }, read: read.event };
}

/** PostgreSQL stores no NUL. */
function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNul);
}

/** The newest day that any event speaks of, so that the same file always gives the same answer. */
export function newestDay(events: readonly ProcedureEvent[], { timeZone }: Rules): Day {
  const days = events
    .flatMap((event) => momentsIn(event.data))
    .filter((moment) => !Number.isNaN(Date.parse(moment)))
    .map((moment) => (moment.length > '2026-03-12'.length ? dayIn(Date.parse(moment), timeZone) : moment));
  return days.sort().at(-1) ?? '1970-01-01';
}

const moment = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/;

/** Where events tell of a time; other texts may look like one. */
const timeFields = new Set([
  'performed',
  'performedEnd',
  'start',
  'end',
  'serviceDate',
  'effective',
  'onset',
  'deceased',
  'eventTime',
]);

function momentsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]: [string, unknown]) => {
    if (typeof inside === 'string') return timeFields.has(name) && moment.test(inside) ? [inside] : [];
    return momentsIn(inside);
  });
}
