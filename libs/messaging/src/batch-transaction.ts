import type { Fate } from '@ilium/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import type { Admitted } from './admitted.js';
import type { BatchResult, Identified, MessageBatch, Received } from './batch.js';
import { fingerprintOf, type Entry } from './entry.js';
import { BrokenContract } from './errors.js';
import { addFateCounts, countFates, type FateDelta } from './fate.js';
import { settle } from './inbox-rows.js';
import { admit } from './inbox.js';
import { advanceOffset, lockOffset, type PartitionKey, type StoredOffset } from './offsets.js';
import { toOutboxRecord, writeOutbox, type OutboxRecord, type Publication } from './outbox.js';
import { parkedRecord } from './parking.js';

/** Consecutive records of one partition, and the stretch of the log that they are all of. */
export interface Slice<T extends Identified> {
  /** Everything from here on is in the slice, as far as there are records: gaps between offsets are normal. */
  readonly from: bigint;
  /** The offset after the slice. */
  readonly next: bigint;
  readonly entries: readonly Entry<T>[];
}

export interface BatchWork<T extends Identified> {
  readonly service: string;
  readonly dataSource: DataSource;
  readonly partition: PartitionKey;
  readonly handle: (batch: MessageBatch<T>) => Promise<BatchResult>;
}

export type TransactionOutcome =
  | {
      readonly kind: 'decided';
      readonly next: bigint;
      readonly counts: readonly FateDelta[];
      readonly publication: Publication | undefined;
    }
  /** The stored offset lies before the slice: something in between was not seen here. */
  | { readonly kind: 'elsewhere' }
  /** The log holds another record where the last one was decided: it is another log under the same name. */
  | { readonly kind: 'other-log' };

/**
 * One PostgreSQL transaction: offset row locked, inbox rows, handler, fates, counts, outbox row, next offset.
 * `instead` is the fate of a slice of one record that the handler is not asked about any more.
 */
export function runTransaction<T extends Identified>(
  work: BatchWork<T>,
  slice: Slice<T>,
  instead?: Fate,
): Promise<TransactionOutcome> {
  return work.dataSource.transaction(async (manager) => {
    const stored = await lockOffset(manager, work.partition);
    if (stored === undefined || slice.from > stored.next) return { kind: 'elsewhere' };
    if (isOtherLog(stored, slice)) return { kind: 'other-log' };
    const entries = slice.entries.filter(({ record }) => record.offset >= stored.next);
    const next = slice.next > stored.next ? slice.next : stored.next;
    if (entries.length === 0 && next === stored.next) {
      return { kind: 'decided', next, counts: [], publication: undefined };
    }
    const admission = await admit(manager, entries);
    const open = admission.messages.filter(({ fate }) => fate === undefined);
    const { fates, publish } =
      instead === undefined ? await handle(manager, work, open) : { fates: [instead], publish: [] };
    await decide(manager, open, fates);
    const counts = countFates(admission);
    await addFateCounts(manager, counts);
    const records = [...publish.map(toOutboxRecord), ...parkedRecords(work.service, admission.messages)];
    const publication = await writeOutbox(manager, records);
    await advanceOffset(manager, work.partition, { next, last: lastOf(entries) ?? stored.last });
    return { kind: 'decided', next, counts, publication };
  });
}

function isOtherLog<T extends Identified>({ last }: StoredOffset, { entries }: Slice<T>): boolean {
  if (last === undefined) return false;
  const entry = entries.find(({ record }) => record.offset === last.offset);
  return entry !== undefined && fingerprintOf(entry) !== last.fingerprint;
}

async function handle<T extends Identified>(
  manager: EntityManager,
  { handle, partition }: BatchWork<T>,
  open: readonly Admitted<T>[],
): Promise<BatchResult> {
  if (open.length === 0) return { fates: [], publish: [] };
  const result = await handle({ messages: open.map(toReceived), manager });
  if (result.fates.length !== open.length) {
    throw new BrokenContract(
      `The handler of ${partition.topic} answered ${result.fates.length} fates for ${open.length} messages: it has to answer one for each.`,
    );
  }
  return result;
}

async function decide<T extends Identified>(
  manager: EntityManager,
  open: readonly Admitted<T>[],
  fates: readonly Fate[],
): Promise<void> {
  for (const [index, message] of open.entries()) message.fate = fates[index];
  await settle(
    manager,
    open.filter(({ fate }) => fate?.kind !== 'done'),
  );
}

function toReceived<T extends Identified>({ entry, identity }: Admitted<T>): Received<T> {
  const { event, record, receivedAt } = entry;
  if (event === undefined) throw new BrokenContract('A message without an event has no fate.');
  const { key, partition, offset } = record;
  return { event, id: identity.id, source: identity.source, key, partition, offset, receivedAt };
}

function parkedRecords<T extends Identified>(service: string, messages: readonly Admitted<T>[]): OutboxRecord[] {
  const at = new Date();
  return messages.flatMap(({ entry, identity, fate }) =>
    fate?.kind === 'parked'
      ? [
          parkedRecord(entry.record, {
            reason: fate.reason,
            detail: fate.detail ?? '',
            service,
            inbox: identity,
            at,
          }),
        ]
      : [],
  );
}

function lastOf<T extends Identified>(entries: readonly Entry<T>[]): StoredOffset['last'] {
  const entry = entries.at(-1);
  return entry && { offset: entry.record.offset, fingerprint: fingerprintOf(entry) };
}
