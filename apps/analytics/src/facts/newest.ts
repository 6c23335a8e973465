import { done, skipped, type Fate } from '@ilium/contracts';

interface Revised {
  readonly key: string;
  readonly revision: number;
}

/** The highest revision of each key; of equal revisions the first. */
export function newestPerKey<Fact extends Revised>(facts: readonly Fact[]): Fact[] {
  const newest = new Map<string, Fact>();
  for (const fact of facts) {
    const known = newest.get(fact.key);
    if (known === undefined || fact.revision > known.revision) newest.set(fact.key, fact);
  }
  return [...newest.values()];
}

/**
 * The fate of each fact, as if they had come one by one onto what was stored: the same whatever the batches are.
 * An equal revision is the same statement again (a republication) and is done.
 */
export function fatesOf(facts: readonly Revised[], storedBefore: ReadonlyMap<string, number>): Fate[] {
  const highest = new Map(storedBefore);
  return facts.map(({ key, revision }) => {
    if (revision < (highest.get(key) ?? 0)) return skipped('superseded');
    highest.set(key, revision);
    return done();
  });
}
