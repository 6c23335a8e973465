import type { DataSource, EntityManager } from 'typeorm';

export interface PartitionKey {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
}

/** Where a group goes on in a partition, and what the record looked like that it decided last. */
export interface StoredOffset {
  readonly next: bigint;
  readonly last: { readonly offset: bigint; readonly fingerprint: string } | undefined;
}

interface OffsetRow {
  readonly partition: number;
  readonly next_offset: string;
  readonly last_offset: string | null;
  readonly fingerprint: string | null;
}

const thisPartition = `group_id = $1 AND topic = $2 AND "partition" = $3`;

/** Waits for whoever works on the partition: the row's lock is the fence between instances. */
export async function lockOffset(manager: EntityManager, key: PartitionKey): Promise<StoredOffset | undefined> {
  const rows: OffsetRow[] = await manager.query(
    `SELECT "partition", next_offset, last_offset, fingerprint FROM consumer_offsets WHERE ${thisPartition} FOR UPDATE`,
    keyValues(key),
  );
  return rows[0] && toStored(rows[0]);
}

export async function advanceOffset(manager: EntityManager, key: PartitionKey, stored: StoredOffset): Promise<void> {
  await manager.query(
    `UPDATE consumer_offsets SET next_offset = $4, last_offset = $5, fingerprint = $6 WHERE ${thisPartition}`,
    [...keyValues(key), stored.next, stored.last?.offset ?? null, stored.last?.fingerprint ?? null],
  );
}

export async function readOffsets(
  dataSource: DataSource,
  groupId: string,
  topic: string,
): Promise<Map<number, StoredOffset>> {
  const rows: OffsetRow[] = await dataSource.query(
    `SELECT "partition", next_offset, last_offset, fingerprint FROM consumer_offsets WHERE group_id = $1 AND topic = $2`,
    [groupId, topic],
  );
  return new Map(rows.map((row) => [row.partition, toStored(row)]));
}

/** The start of a partition that this group has never read; somebody else's start stays. */
export async function createOffset(dataSource: DataSource, key: PartitionKey, next: bigint): Promise<void> {
  await dataSource.query(
    `INSERT INTO consumer_offsets (group_id, topic, "partition", next_offset) VALUES ($1, $2, $3, $4)
     ON CONFLICT (group_id, topic, "partition") DO NOTHING`,
    [...keyValues(key), next],
  );
}

/** Goes on elsewhere without a last record to compare with; only from where the caller has seen the offset. */
export async function moveOffset(
  dataSource: DataSource,
  key: PartitionKey,
  seen: bigint,
  next: bigint,
  keepLast: boolean,
): Promise<void> {
  await dataSource.query(
    `UPDATE consumer_offsets SET next_offset = $5
       ${keepLast ? '' : ', last_offset = NULL, fingerprint = NULL'} WHERE ${thisPartition} AND next_offset = $4`,
    [...keyValues(key), seen, next],
  );
}

function keyValues({ groupId, topic, partition }: PartitionKey): [string, string, number] {
  return [groupId, topic, partition];
}

function toStored({ next_offset, last_offset, fingerprint }: OffsetRow): StoredOffset {
  const last = last_offset === null || fingerprint === null ? undefined : { offset: BigInt(last_offset), fingerprint };
  return { next: BigInt(next_offset), last };
}
