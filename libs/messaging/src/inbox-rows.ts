import type { EntityManager } from 'typeorm';
import type { Admitted } from './admitted.js';
import type { Identified } from './batch.js';
import type { Identity } from './entry.js';

export interface InboxRow extends Identity {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly digest: string;
}

/** A parked message's row that a re-injection has taken, as it was before. */
export interface TakenOver {
  readonly topic: string;
  readonly partition: number;
  readonly receivedAt: Date;
  readonly reason: string;
}

const insertSql = `
  INSERT INTO inbox (source, id, topic, "partition", "offset", digest, fate, reason, received_at)
  SELECT u.source, u.id, $1, $2, u."offset", u.digest, u.fate, u.reason, to_timestamp(u.ms / 1000.0)
  FROM unnest($3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::bigint[])
    AS u(source, id, "offset", digest, fate, reason, ms)
  ON CONFLICT (source, id) DO NOTHING
  RETURNING "offset"`;

/**
 * Returns those that got their row. A message for the handler is `done` until the handler says otherwise.
 * All writers insert in key order, so that two batches with the same keys wait for each other and do not deadlock.
 */
export async function insertRows<T extends Identified>(
  manager: EntityManager,
  messages: readonly Admitted<T>[],
): Promise<Set<Admitted<T>>> {
  const place = messages[0]?.entry.record;
  if (place === undefined) return new Set();
  const sorted = messages.toSorted((a, b) => compare(a.identity, b.identity));
  const rows: { offset: string }[] = await manager.query(insertSql, [
    place.topic,
    place.partition,
    sorted.map(({ identity }) => identity.source),
    sorted.map(({ identity }) => identity.id),
    sorted.map(({ entry }) => entry.record.offset),
    sorted.map(({ entry }) => entry.digest),
    sorted.map(fateOf),
    sorted.map(reasonOf),
    sorted.map(({ entry }) => entry.receivedAt.getTime()),
  ]);
  if (rows.length === sorted.length) return new Set(sorted);
  const offsets = new Set(rows.map(({ offset }) => offset));
  return new Set(sorted.filter(({ entry }) => offsets.has(String(entry.record.offset))));
}

export function findRows(manager: EntityManager, identities: readonly Identity[]): Promise<InboxRow[]> {
  return manager.query(
    `SELECT i.source, i.id, i.topic, i."partition", i."offset", i.digest
     FROM unnest($1::text[], $2::text[]) AS named(source, id) JOIN inbox i USING (source, id)`,
    columnsOf(identities),
  );
}

/** Takes the rows that re-injected messages name, as long as those are parked; a redelivered one has its row already. */
export async function takeParkedRows<T extends Identified>(
  manager: EntityManager,
  reinjected: readonly Admitted<T>[],
): Promise<Map<Admitted<T>, TakenOver>> {
  const taken = new Map<Admitted<T>, TakenOver>();
  for (const message of reinjected.toSorted((a, b) => compare(a.identity, b.identity))) {
    const { record, digest, receivedAt } = message.entry;
    const { source, id } = message.identity;
    const before: (TakenOver & { received_at: Date })[] = await manager.query(
      `SELECT topic, "partition", received_at, reason FROM inbox
       WHERE source = $1 AND id = $2 AND fate = 'parked'
         AND (topic, "partition", "offset") IS DISTINCT FROM ($3, $4::integer, $5::bigint)
       FOR UPDATE`,
      [source, id, record.topic, record.partition, record.offset],
    );
    const row = before[0];
    if (row === undefined) continue;
    await manager.query(
      `UPDATE inbox SET topic = $3, "partition" = $4, "offset" = $5, digest = $6, fate = $7, reason = $8, received_at = $9,
              taken_in_at = now()
       WHERE source = $1 AND id = $2`,
      [
        source,
        id,
        record.topic,
        record.partition,
        record.offset,
        digest,
        fateOf(message),
        reasonOf(message),
        receivedAt,
      ],
    );
    taken.set(message, { ...row, receivedAt: row.received_at });
  }
  return taken;
}

/** Writes down what the handler said, where it was not `done`. */
export async function settle<T extends Identified>(
  manager: EntityManager,
  messages: readonly Admitted<T>[],
): Promise<void> {
  if (messages.length === 0) return;
  await manager.query(
    `UPDATE inbox i SET fate = u.fate, reason = u.reason
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS u(source, id, fate, reason)
     WHERE i.source = u.source AND i.id = u.id`,
    [...columnsOf(messages.map(({ identity }) => identity)), messages.map(fateOf), messages.map(reasonOf)],
  );
}

function fateOf({ fate }: Admitted<Identified>): string {
  return fate?.kind ?? 'done';
}

function reasonOf({ fate }: Admitted<Identified>): string {
  return fate === undefined || fate.kind === 'done' ? '' : fate.reason;
}

function columnsOf(identities: readonly Identity[]): [string[], string[]] {
  return [identities.map(({ source }) => source), identities.map(({ id }) => id)];
}

function compare(a: Identity, b: Identity): number {
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
