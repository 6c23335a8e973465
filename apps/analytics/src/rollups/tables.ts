import type { CounterName } from './counters.js';

/** The tables of rollups, and what their rows are told apart by. */

/**
 * Of counters, from coarse to fine: an answer is summed from the coarsest that knows what was asked by. All dimensions
 * together would be as many rows as there are facts; so strata are counted one at a time, each beside what was given.
 */
export const counterTables = {
  /** By year. */
  totals: { table: 'outcome_totals', groups: ['series', 'period', 'is_index'] },
  /** By month. */
  months: { table: 'outcome_months', groups: ['series', 'period', 'is_index'] },
  /** By month, and by what was given and why. */
  rollups: { table: 'outcome_rollups', groups: ['series', 'period', 'agents', 'intent', 'is_index'] },
  /** By year: a row counts those with one value of one stratum. The intent is one, since each session has one or none. */
  strata: { table: 'outcome_strata', groups: ['stratum', 'value', 'series', 'period', 'agents', 'is_index'] },
} as const;
export type Grain = keyof typeof counterTables;

/** Of counts per value, likewise. */
export const cellTables = {
  /** Of all years together. */
  sums: { table: 'outcome_cell_sums', groups: ['figure', 'series', 'is_index', 'what', 'at', 'until'] },
  /** By year. */
  years: { table: 'outcome_cell_years', groups: ['figure', 'series', 'period', 'is_index', 'what', 'at', 'until'] },
  /** By month, of figures that have few values. */
  months: { table: 'outcome_cell_months', groups: ['figure', 'series', 'period', 'is_index', 'what', 'at', 'until'] },
} as const;

/** Of outcomes one by one, by year. A row grows as long as its generation is the last one, so that none grows without end. */
export const entryTable = {
  table: 'outcome_entries',
  groups: ['figure', 'what', 'series', 'period', 'generation'],
} as const;
export const generationTable = 'outcome_generation';

/** Facts that were written since they were counted: as they are now, and with a sign of -1 as they were. */
export const movesTable = 'outcome_moves';

/** The column of a counter, quoted. */
export const columnOf = (counter: CounterName): string =>
  `"${counter.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`;
