import type { DataSource } from 'typeorm';
import { createOffset, moveOffset, type PartitionKey, type StoredOffset } from './offsets.js';
import { lossName, type Loss, type LossReason, type Position } from './partition-state.js';
import type { PartitionEnds } from './topics-admin.js';

export interface StartingPointOptions {
  readonly dataSource: DataSource;
  readonly acceptedLosses: ReadonlySet<string>;
}

/**
 * Where to go on in a partition: at the record decided last, so that its fingerprint can be compared, or a loss.
 * A loss that was accepted goes on from the start of the log; the inbox knows what it has seen of it.
 */
export async function findStartingPoint(
  { dataSource, acceptedLosses }: StartingPointOptions,
  key: PartitionKey,
  stored: StoredOffset | undefined,
  ends: Pick<PartitionEnds, 'low' | 'high'>,
  otherLog = false,
): Promise<Position | Loss> {
  if (stored === undefined) {
    await createOffset(dataSource, key, ends.low);
    return startAt(ends.low);
  }
  const why = lossReason(stored, ends, otherLog);
  if (why === undefined) {
    const from = stored.last !== undefined && stored.last.offset >= ends.low ? stored.last.offset : stored.next;
    return { stored: stored.next, from, expected: from };
  }
  const name = lossName(key.topic, key.partition, stored.next);
  if (!acceptedLosses.has(name)) return { name, why };
  await moveOffset(dataSource, key, stored.next, ends.low, false);
  return startAt(ends.low);
}

function lossReason(
  stored: StoredOffset,
  { low, high }: Pick<PartitionEnds, 'low' | 'high'>,
  otherLog: boolean,
): LossReason | undefined {
  if (low > stored.next) return 'log-starts-later';
  if (high < stored.next) return 'log-ends-earlier';
  return otherLog ? 'other-log' : undefined;
}

function startAt(offset: bigint): Position {
  return { stored: offset, from: offset, expected: offset };
}
