import type { FigureName } from '../rollups/cells.js';
import { counterNames, type CounterName } from '../rollups/counters.js';
import { bitCounters, countedFigures } from '../rollups/entries.js';
import type { Seen } from './tally.js';

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

/** Of scores one by one. @param seen their bits, and their changes */
export function countsOfSeen(seen: readonly Seen[]): Counts {
  const scores = seen.filter(({ figure }) => countedFigures.some((name) => name === figure));
  return countsBy((name) => sums[name]?.(seen) ?? ofBit(scores, bitCounters.indexOf(name)));
}

function ofBit(scores: readonly Seen[], bit: number): bigint {
  const counted = scores.filter(({ at }) => ((at >> bit) & 1) === 1);
  return BigInt(counted.reduce((sum, { count }) => sum + count, 0));
}

const sums: Readonly<Partial<Record<CounterName, (seen: readonly Seen[]) => bigint>>> = {
  betterBy: (seen) => sumOfValues(seen, 'better-by', (value) => value),
  betterBySquared: (seen) => sumOfValues(seen, 'better-by', (value) => value * value),
  percentBetter: (seen) => sumOfValues(seen, 'percent-better', (value) => value),
  percentBetterSquared: (seen) => sumOfValues(seen, 'percent-better', (value) => value * value),
};

function sumOfValues(seen: readonly Seen[], wanted: FigureName, of: (value: bigint) => bigint): bigint {
  return seen
    .filter(({ figure }) => figure === wanted)
    .reduce((sum, { at, count }) => sum + of(BigInt(at)) * BigInt(count), 0n);
}
