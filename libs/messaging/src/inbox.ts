import { parked, skipped } from '@ilium/contracts';
import type { EntityManager } from 'typeorm';
import type { Admitted } from './admitted.js';
import type { Identified } from './batch.js';
import { identityByPlace, type Entry, type Identity } from './entry.js';
import { RepeatBatch } from './errors.js';
import { findRows, insertRows, takeParkedRows, type InboxRow, type TakenOver } from './inbox-rows.js';

export interface Admission<T extends Identified> {
  /** In the order of the log, without what is redelivered: that has its row and its count already. */
  readonly messages: readonly Admitted<T>[];
  /** Rows of parked messages that a re-injection has taken. */
  readonly takenOver: readonly TakenOver[];
}

/**
 * Gives each message a row in the inbox, the first of its source and id under that key: the unique key decides, also
 * between partitions and instances, since a loser waits for the winner's commit. A later one gets a row under its
 * place in the log: it is a duplicate, or it reuses an id for other content.
 */
export async function admit<T extends Identified>(
  manager: EntityManager,
  entries: readonly Entry<T>[],
): Promise<Admission<T>> {
  const { firsts, later } = firstOfEachIdentity(entries);
  const takenOver = await takeParkedRows(
    manager,
    [...firsts.values()].filter(({ entry }) => entry.reinjected),
  );
  const untaken = [...firsts.values()].filter((first) => !takenOver.has(first));
  const inserted = await insertRows(manager, untaken);
  const beaten = untaken.filter((first) => !inserted.has(first));
  const rows = await holdersOf(manager, beaten);
  const seconds = [...beaten.map(({ entry }) => entry), ...later].flatMap((entry) => {
    const key = keyOf(entry.identity);
    return asSecond(entry, rows.get(key) ?? firsts.get(key)?.entry);
  });
  const insertedSeconds = await insertRows(manager, seconds);
  const messages = [...takenOver.keys(), ...inserted, ...insertedSeconds];
  return { messages: messages.toSorted(byOffset), takenOver: [...takenOver.values()] };
}

function firstOfEachIdentity<T extends Identified>(entries: readonly Entry<T>[]) {
  const firsts = new Map<string, Admitted<T>>();
  const later: Entry<T>[] = [];
  for (const entry of entries) {
    const key = keyOf(entry.identity);
    if (firsts.has(key)) later.push(entry);
    else firsts.set(key, { entry, identity: entry.identity, fate: entry.unreadable });
  }
  return { firsts, later };
}

/** Stored identities hold no NUL, so the key is unambiguous. */
function keyOf({ source, id }: Identity): string {
  return `${source}\0${id}`;
}

async function holdersOf<T extends Identified>(
  manager: EntityManager,
  beaten: readonly Admitted<T>[],
): Promise<Map<string, InboxRow>> {
  if (beaten.length === 0) return new Map();
  const rows = await findRows(
    manager,
    beaten.map(({ identity }) => identity),
  );
  if (rows.length < beaten.length) throw new RepeatBatch('An inbox row vanished while it was looked at.');
  return new Map(rows.map((row) => [keyOf(row), row]));
}

type Holder = InboxRow | Entry<Identified>;

/** Nothing for a redelivery: the holder is the record itself. */
function asSecond<T extends Identified>(entry: Entry<T>, holder: Holder | undefined): Admitted<T>[] {
  const { record, digest } = entry;
  const sameContent = holder?.digest === digest;
  if (sameContent && 'offset' in holder && isPlaceOf(holder, entry)) return [];
  const place = identityByPlace(record);
  return [
    {
      entry,
      identity: { source: place.source, id: `${place.id}/${digest}` },
      fate: sameContent || entry.reinjected ? skipped('duplicate') : (entry.unreadable ?? parked('id-reused')),
    },
  ];
}

function isPlaceOf(row: InboxRow, { record }: Entry<Identified>): boolean {
  return row.topic === record.topic && row.partition === record.partition && BigInt(row.offset) === record.offset;
}

function byOffset<T extends Identified>(a: Admitted<T>, b: Admitted<T>): number {
  return a.entry.record.offset < b.entry.record.offset ? -1 : 1;
}
