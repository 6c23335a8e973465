import type { EventDraft, WorkNote } from '../../source-messages/source-message.js';
import type { KnownRecords } from '../naming/known-records.js';
import type { RecordRead } from '../read-record.js';
import { placeOf, type FhirRecord } from '../resource/fhir-record.js';
import { isNewest, type ArrivedVersion, type Standing } from '../state/standing.js';
import { revisionOf, saidOf } from '../to-event/mapping.js';

/** A record that was read, and is to be taken. */
export interface Unsettled {
  readonly record: FhirRecord;
  readonly read: RecordRead;
}

export interface Settled {
  readonly events: readonly EventDraft[];
  readonly work: readonly WorkNote[];
}

/**
 * Sets what some records say against the versions of them that came before: a record without a version becomes newer than
 * those, and parts that the newest version does not hold are taken back, whichever version came first. What is remembered
 * only grows, so that the same again after a failure comes to the same. Rejects with `StoreAway`.
 */
export async function settle(
  base: string,
  all: readonly Unsettled[],
  known: KnownRecords,
): Promise<readonly Settled[]> {
  const settled = new Map<Unsettled, Settled>();
  for (const round of rounds(all)) {
    const standings = await known.arrive(
      base,
      round.map(({ arrived }) => arrived),
    );
    for (const { one, arrived } of round) {
      const standing = standings.get(arrived.place);
      if (standing !== undefined) settled.set(one, settleOne(one.read, arrived, standing));
    }
  }
  return all.map((one) => settled.get(one) ?? one.read);
}

interface Placed {
  readonly one: Unsettled;
  readonly arrived: ArrivedVersion;
}

/** Several versions of one record are told one after the other. */
function rounds(all: readonly Unsettled[]): readonly (readonly Placed[])[] {
  const found: Placed[][] = [];
  const times = new Map<string, number>();
  for (const one of all) {
    const arrived = arrivedOf(one);
    if (arrived === undefined) continue;
    const round = times.get(arrived.place) ?? 0;
    times.set(arrived.place, round + 1);
    (found[round] ??= []).push({ one, arrived });
  }
  return found;
}

function arrivedOf({ record, read }: Unsettled): ArrivedVersion | undefined {
  const place = placeOf(record);
  if (place === undefined || !read.isUsed) return undefined;
  const said = saidOf(record);
  const saidMs = said === undefined ? NaN : Date.parse(said);
  const parts = read.parts.held;
  return { place, revision: revisionOf(record), saidMs: Number.isNaN(saidMs) ? undefined : saidMs, parts };
}

interface Stamp {
  readonly revision?: number;
  readonly eventTime?: string;
}

function settleOne(read: RecordRead, arrived: ArrivedVersion, standing: Standing): Settled {
  const { parts, work } = read;
  const isLast = isNewest(arrived, standing);
  const stamp = stampOf(arrived, standing);
  const events = read.events.map((event) => stamped(event, stamp));
  const gone = isLast
    ? standing.parts.filter((part) => !parts.told.includes(part))
    : parts.held.filter((part) => !standing.held.includes(part));
  const newest = isLast ? stamp : momentOf(standing);
  const voids = gone.flatMap(read.takeBack).map((event) => stamped(event, newest));
  const notes = parts.unnamed === undefined || standing.parts.length > 0 ? [] : [noteAt(parts.unnamed)];
  return { events: [...events, ...voids], work: [...work, ...notes] };
}

/** Nothing says what is taken back. */
function noteAt(path: string): WorkNote {
  return { reason: 'unusable-segment', path };
}

/** What a record lacks of a version: the number of the newest one, and the moment of its receipt. */
function stampOf({ revision, saidMs }: ArrivedVersion, standing: Standing): Stamp {
  if (revision !== undefined) return {};
  return momentOf({ revision: standing.revision, saidMs: saidMs === undefined ? standing.saidMs : undefined });
}

function momentOf({ revision, saidMs }: Pick<Standing, 'revision' | 'saidMs'>): Stamp {
  return {
    ...(revision === undefined ? {} : { revision }),
    ...(saidMs === undefined ? {} : { eventTime: new Date(saidMs).toISOString() }),
  };
}

function stamped(event: EventDraft, stamp: Stamp): EventDraft {
  const version = 'version' in event.data ? event.data.version : undefined;
  if (typeof version !== 'object' || version === null) return event;
  return { ...event, data: { ...event.data, version: { ...version, ...stamp } } };
}
