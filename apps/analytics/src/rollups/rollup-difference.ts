import type { OutcomeFact } from '../facts/outcome-fact.entity.js';
import { counterNames, counters, type Counts } from './counters.js';

/** What rollups are kept by. A retracted fact has no dimensions left: its texts are empty. */
export const dimensionNames = ['procedureType', 'measure', 'family', 'window', 'period', 'shard'] as const;

export type Dimensions = Pick<OutcomeFact, (typeof dimensionNames)[number]>;
export type RollupDifference = Dimensions & Counts;

/** A fact that was written: the row that it replaced, if there was one, and the row that it is now. */
export interface FactChange {
  readonly before: OutcomeFact | null;
  readonly after: OutcomeFact;
}

/** By how much each rollup has to move, so that it counts the new rows in place of the old ones. */
export function rollupDifferences(changes: readonly FactChange[]): RollupDifference[] {
  const differences = new Map<string, RollupDifference>();
  for (const { before, after } of changes) {
    if (before !== null) add(differences, before, -1);
    add(differences, after, 1);
  }
  return [...differences.values()].filter((difference) => counterNames.some((name) => difference[name] !== 0));
}

function add(differences: Map<string, RollupDifference>, fact: OutcomeFact, times: 1 | -1): void {
  const place = dimensionNames.map((name) => fact[name]).join('\n');
  const difference = differences.get(place) ?? unmoved(fact);
  for (const name of counterNames) difference[name] += times * counters[name].of(fact);
  differences.set(place, difference);
}

function unmoved(fact: OutcomeFact): RollupDifference {
  const { procedureType, measure, family, window, period, shard } = fact;
  const zeros = Object.fromEntries(counterNames.map((name) => [name, 0])) as Counts;
  return { procedureType, measure, family, window, period, shard, ...zeros };
}
