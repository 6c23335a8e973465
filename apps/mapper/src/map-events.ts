import {
  dayIn,
  defaultRules,
  derive,
  factsFrom,
  joinAll,
  nothingKnown,
  toBundle,
  toOutcomeObservation,
  type Day,
  type Ids,
  type PatientOutputs,
  type Rules,
} from '@ilium/clinical';
import {
  readCloudEvent,
  readProcedureEvent,
  type ParkReason,
  type ProcedureEvent,
  type SkipReason,
} from '@ilium/contracts';
import { hash } from 'node:crypto';

export interface MapOptions {
  readonly asOf?: string | undefined;
  readonly timeZone?: string | undefined;
}

/** What became of one event. `detail` names places in it, never values. */
export interface EventLine {
  readonly event: string;
  readonly fate: 'done' | 'skipped' | 'parked';
  readonly reason: SkipReason | ParkReason | null;
  readonly detail?: string;
}

export interface PatientLine {
  readonly patient: string;
  readonly bundle: ReturnType<typeof toBundle>;
  readonly outcomes: readonly ReturnType<typeof toOutcomeObservation>[];
  readonly work?: readonly { readonly reason: string; readonly detail: string }[];
}

/** Ids without a key, the same on every machine: for looking, never for publishing. */
const ids: Ids = {
  identify: (parts) => `i${hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32)}`,
  digest: (content) => hash('sha256', content, 'hex').slice(0, 32),
};

/** Joins the events of all inputs and derives what follows, a line per event and then one per patient. */
export function* mapEvents(inputs: readonly string[], options: MapOptions): Generator<EventLine | PatientLine> {
  const rules = rulesFor(options);
  const seen = new Map<string, string>();
  const events: ProcedureEvent[] = [];
  for (const record of inputs.flatMap(recordsOf)) {
    const { line, read } = fateOf(record, seen);
    if (read !== undefined) events.push(read);
    yield line;
  }
  const asOf = options.asOf ?? newestDay(events, rules);
  const facts = joinAll(
    nothingKnown,
    events.map((event) => factsFrom(event, ids)),
  );
  for (const outputs of derive(facts, rules, asOf, ids)) yield patientLine(outputs, rules.base);
}

function rulesFor({ asOf, timeZone = defaultRules.timeZone }: MapOptions): Rules {
  if (asOf !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(asOf)) {
    throw new TypeError(`--as-of takes a day such as 2026-03-12.`);
  }
  try {
    dayIn(0, timeZone);
  } catch (error) {
    throw new TypeError('--time-zone takes an IANA name such as America/New_York.', { cause: error });
  }
  return { ...defaultRules, timeZone, derivedInChart: ['percent-improvement'] };
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
function newestDay(events: readonly ProcedureEvent[], rules: Rules): Day {
  const days = events
    .flatMap((event) => momentsIn(event.data))
    .map((moment) => {
      return moment.length > '2026-03-12'.length ? dayIn(Date.parse(moment), rules.timeZone) : moment;
    });
  return days.sort().at(-1) ?? '1970-01-01';
}

const moment = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/;

function momentsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return moment.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(momentsIn) : [];
}

/** With stand-ins for what only the store can give: pseudonyms and revisions. */
function patientLine({ survivor, resources, outcomes, work }: PatientOutputs, base: string): PatientLine {
  return {
    patient: survivor,
    bundle: toBundle(
      resources.map(({ resource }) => resource),
      base,
    ),
    outcomes: outcomes.map(({ key, observation }) =>
      toOutcomeObservation(observation, { key: standInUuid(key), session: standInUuid(observation.session) }, 1),
    ),
    ...(work.length === 0 ? {} : { work: work.map(({ reason, detail }) => ({ reason, detail })) }),
  };
}

function standInUuid(key: string): string {
  const hex = hash('sha256', key, 'hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
