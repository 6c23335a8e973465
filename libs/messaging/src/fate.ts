import type { EntityManager } from 'typeorm';
import type { Identified } from './batch.js';
import type { Admission } from './inbox.js';

/** One row of `fate_counts`, to be added. */
export interface FateDelta {
  readonly topic: string;
  readonly partition: number;
  /** The hour in which the message was received. */
  readonly hour: string;
  /** A fate; or `reinjected`, a parked message that came again; or `resolved`, one that is parked no more. */
  readonly fate: string;
  readonly reason: string;
  readonly count: number;
}

/**
 * received + reinjected = done + skipped + parked (open) + resolved. A re-injection moves its earlier self from parked
 * to resolved, in the hour in which that was received, and counts with a fate of its own.
 */
export function countFates<T extends Identified>({ messages, takenOver }: Admission<T>): FateDelta[] {
  const deltas = new Map<string, FateDelta>();
  const add = (delta: Omit<FateDelta, 'hour' | 'count'>, at: Date, count: number): void => {
    const { topic, partition, fate, reason } = delta;
    const hour = `${at.toISOString().slice(0, 13)}:00:00Z`;
    const key = [topic, String(partition).padStart(10, '0'), hour, fate, reason].join(' ');
    deltas.set(key, { topic, partition, hour, fate, reason, count: count + (deltas.get(key)?.count ?? 0) });
  };
  for (const { entry, fate } of messages) {
    const { record, receivedAt } = entry;
    const place = { topic: record.topic, partition: record.partition };
    const kind = fate?.kind ?? 'done';
    add({ ...place, fate: kind, reason: fate !== undefined && 'reason' in fate ? fate.reason : '' }, receivedAt, 1);
  }
  for (const { topic, partition, receivedAt, reason } of takenOver) {
    add({ topic, partition, fate: 'parked', reason }, receivedAt, -1);
    add({ topic, partition, fate: 'resolved', reason }, receivedAt, 1);
    add({ topic, partition, fate: 'reinjected', reason: '' }, receivedAt, 1);
  }
  // In key order, like all writers.
  return [...deltas].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, delta]) => delta);
}

export async function addFateCounts(manager: EntityManager, deltas: readonly FateDelta[]): Promise<void> {
  if (deltas.length === 0) return;
  await manager.query(
    `INSERT INTO fate_counts AS c (topic, "partition", hour, fate, reason, count)
     SELECT * FROM unnest($1::text[], $2::integer[], $3::timestamptz[], $4::text[], $5::text[], $6::bigint[])
     ON CONFLICT (topic, "partition", hour, fate, reason) DO UPDATE SET count = c.count + excluded.count`,
    [
      deltas.map(({ topic }) => topic),
      deltas.map(({ partition }) => partition),
      deltas.map(({ hour }) => hour),
      deltas.map(({ fate }) => fate),
      deltas.map(({ reason }) => reason),
      deltas.map(({ count }) => count),
    ],
  );
}
