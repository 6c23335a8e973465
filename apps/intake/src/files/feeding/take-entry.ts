import type { MessageStore, RefusalReason } from '../../source-messages/source-message.js';
import { filesDoor, type FileEntry } from '../message-reader.js';
import { asReplay } from './as-replay.js';
import { patiently, type Patience } from './patient-store.js';
import type { RefusedEntry } from './refused-file.js';

/** What became of an entry. */
export type EntryFate =
  { readonly kind: 'taken' | 'repeated' | 'skipped' } | { readonly kind: 'refused'; readonly entry: RefusedEntry };

export interface Taker {
  readonly site: string;
  readonly store: MessageStore;
  readonly patience: Patience;
  readonly isBackload: boolean;
}

/** Brings entries to their fates, all at once but for those that others refer to. */
export async function takeEntries(entries: readonly FileEntry[], taker: Taker): Promise<EntryFate[]> {
  const ranks = new Set(entries.map(rankOf));
  const fates = new Map<FileEntry, EntryFate>();
  for (const rank of [...ranks].toSorted((a, b) => a - b)) {
    const ranked = entries.filter((entry) => rankOf(entry) === rank);
    await Promise.all(ranked.map(async (entry) => fates.set(entry, await takeEntry(entry, taker))));
  }
  return entries.flatMap((entry) => fates.get(entry) ?? []);
}

function rankOf({ read }: FileEntry): number {
  return read.kind === 'handed' ? read.rank : 0;
}

/** Leaves an entry at the store, or its count; waits while the store is away. */
async function takeEntry(entry: FileEntry, taker: Taker): Promise<EntryFate> {
  const { store, patience, isBackload } = taker;
  const { read } = entry;
  if (read.kind === 'skipped') {
    await patiently(() => store.count(read.passing), patience);
    return { kind: 'skipped' };
  }
  if (read.kind === 'handed') {
    const fate = await patiently(read.take, patience);
    return fate.kind === 'refused' ? refuse(entry, fate, taker) : fate;
  }
  if (read.kind === 'refused') return refuse(entry, read, taker);
  const { message } = read;
  const taking = await patiently(() => store.take(isBackload ? asReplay(message) : message), patience);
  if (taking.fate === 'other') return refuse(entry, idReused, taker);
  return { kind: taking.fate === 'repeat' ? 'repeated' : 'taken' };
}

const idReused = {
  reason: 'id-reused',
  detail: 'source, id: an earlier event has them, with other content',
  counted: 'id-reused',
} as const;

interface Refusal {
  readonly reason: string;
  readonly detail: string;
  readonly counted: RefusalReason | undefined;
}

async function refuse(
  { line, bytes, read }: FileEntry,
  { reason, detail, counted }: Refusal,
  { site, store, patience }: Taker,
): Promise<EntryFate> {
  const refusal = { kind: 'refused', entry: { line, bytes, reason, detail } } as const;
  if (counted === undefined) return refusal;
  const type = read.kind === 'message' ? read.message.type : '';
  await patiently(() => store.count({ door: filesDoor, site, type, fate: 'refused', reason: counted }), patience);
  return refusal;
}
