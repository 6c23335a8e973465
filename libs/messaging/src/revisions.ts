import { done, skipped, type Fate } from '@ilium/contracts';

interface Revised {
  readonly key: string;
  readonly revision: number;
}

/** The highest revision of each key, in key order; of equal revisions the first. */
export function newestPerKey<Record extends Revised>(records: Iterable<Record>): Record[] {
  const newest = new Map<string, Record>();
  for (const record of records) {
    const known = newest.get(record.key);
    if (known === undefined || record.revision > known.revision) newest.set(record.key, record);
  }
  return [...newest.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * The fate of each message, given its records, as if the messages had come one by one onto what was stored: the same
 * whatever the batches are.
 * An equal revision is the same statement again (a republication), so its message is done.
 */
export function fatesOf(messages: readonly (readonly Revised[])[], storedBefore: ReadonlyMap<string, number>): Fate[] {
  const highest = new Map(storedBefore);
  return messages.map((records) => {
    const current = records.filter(({ key, revision }) => revision >= (highest.get(key) ?? 0));
    for (const { key, revision } of newestPerKey(current)) highest.set(key, revision);
    return current.length === 0 ? skipped('superseded') : done();
  });
}
