import { counterNames, type CounterName } from '../rollups/counters.js';

/** Whole numbers; sums of squares of many scores don't fit a double. */
export type Counts = Readonly<Record<CounterName, bigint>>;

export function countsBy(count: (name: CounterName) => bigint): Counts {
  return Object.fromEntries(counterNames.map((name) => [name, count(name)])) as Record<CounterName, bigint>;
}

export function sumOf(all: readonly Counts[]): Counts {
  return countsBy((name) => all.reduce((sum, counts) => sum + counts[name], 0n));
}

/** Of a group that corrections have emptied, nothing is told. */
export function hasAny({ counts }: { readonly counts: Counts }): boolean {
  return counts.observed + counts.missing + counts.open + counts.superseded > 0n;
}

const ofUnanswered = new Set<CounterName>(['open', 'missing', 'missingUnasked', 'superseded']);

/** Of whom no answer came. */
export function unansweredOf(counts: Counts): Counts {
  return countsBy((name) => (ofUnanswered.has(name) ? counts[name] : 0n));
}
