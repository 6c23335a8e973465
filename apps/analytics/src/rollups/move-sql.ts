import { cellsOfFactSql } from './cells.js';
import { counterNames, counters, type CounterName } from './counters.js';
import { grains, type Grain } from './groups.js';

/**
 * Rollups are moved, and counted anew, by the same statements: over rows `fact` with a `sign`, 1 for what is counted now
 * and -1 for the row that it replaces. Rows are written in the order of their keys, so that two transactions never wait
 * for each other in a circle.
 */

/** The column of a counter, quoted. */
export const columnOf = (counter: CounterName): string =>
  `"${counter.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`;

/** Of each grain, the table of its counters, and that of its counts per value: those are not kept by stratum. */
export const counterTables = {
  totals: 'outcome_totals',
  rollups: 'outcome_rollups',
  strata: 'outcome_strata',
} as const satisfies Record<Grain, string>;
export const cellTables = { totals: 'outcome_cell_totals', rollups: 'outcome_cells' } as const;

function groupsOf(grain: Grain): readonly { readonly name: string; readonly sql: string }[] {
  return Object.entries(grains[grain]).map(([name, sql]) => ({ name: `"${name}"`, sql }));
}

/** @param facts a table or subquery of rows with a `sign` */
function movedCounters(grain: Grain, facts: string): string {
  const groups = groupsOf(grain);
  const names = groups.map(({ name }) => name).join(', ');
  const places = groups.map((_, index) => index + 1).join(', ');
  const moved = counterNames.map((counter) => `sum(fact.sign * (${counters[counter]}))`);
  const columns = counterNames.map(columnOf);
  return `
    INSERT INTO ${counterTables[grain]} AS rollup (${names}, ${columns.join(', ')})
    SELECT ${groups.map(({ name, sql }) => `${sql} AS ${name}`).join(', ')}, ${moved.join(', ')}
      FROM ${facts} AS fact
     GROUP BY ${places}
    HAVING ${moved.map((by) => `${by} <> 0`).join(' OR ')}
     ORDER BY ${places}
        ON CONFLICT (${names}) DO UPDATE
       SET ${columns.map((column) => `${column} = rollup.${column} + excluded.${column}`).join(', ')}`;
}

function movedCells(grain: keyof typeof cellTables, facts: string): string {
  const groups = groupsOf(grain);
  const keys = [...groups.map(({ name }) => name), 'figure', 'what', 'at', 'until'];
  const names = keys.join(', ');
  const places = keys.map((_, index) => index + 1).join(', ');
  return `
    INSERT INTO ${cellTables[grain]} AS cell (${names}, count)
    SELECT ${groups.map(({ name, sql }) => `${sql} AS ${name}`).join(', ')}, cell.figure, cell.what, cell.at, cell.until, sum(fact.sign)
      FROM ${facts} AS fact CROSS JOIN LATERAL (
           ${cellsOfFactSql}) AS cell
     GROUP BY ${places}
    HAVING sum(fact.sign) <> 0
     ORDER BY ${places}
        ON CONFLICT (${names}) DO UPDATE SET count = cell.count + excluded.count`;
}

/** Of all rollups, by their tables. */
function moves(facts: string): Readonly<Record<string, string>> {
  return {
    [counterTables.totals]: movedCounters('totals', facts),
    [counterTables.rollups]: movedCounters('rollups', facts),
    [counterTables.strata]: movedCounters('strata', facts),
    [cellTables.totals]: movedCells('totals', facts),
    [cellTables.rollups]: movedCells('rollups', facts),
  };
}

/** The parts of a statement that move all rollups, as CTEs. */
export function rollupMoves(facts: string): string {
  return Object.entries(moves(facts))
    .map(([table, move]) => `moved_${table} AS (${move}\n  )`)
    .join(', ');
}

/** The coarse grain of a table that is counted already: by year, and by nothing that it does not know. */
function summedFrom(from: string, into: string, kept: readonly string[], counts: readonly string[]): string {
  const groups = [...groupsOf('totals').map(({ name }) => name), ...kept];
  const sqlOf = (name: string) => (name === '"period"' ? 'left("period", 4)' : name);
  return `
    INSERT INTO ${into} (${[...groups, ...counts].join(', ')})
    SELECT ${groups.map(sqlOf).join(', ')}, ${counts.map((count) => `sum(${count})`).join(', ')}
      FROM ${from} GROUP BY ${groups.map((_, index) => index + 1).join(', ')}`;
}

const allFacts = '(SELECT 1 AS sign, * FROM outcome_facts)';

/** Each counts all facts anew into an empty table, in this order: what is coarse is summed from what is fine. */
export const recountSql: Readonly<Record<string, string>> = {
  [counterTables.rollups]: movedCounters('rollups', allFacts),
  [counterTables.totals]: summedFrom(counterTables.rollups, counterTables.totals, [], counterNames.map(columnOf)),
  [counterTables.strata]: movedCounters('strata', allFacts),
  [cellTables.rollups]: movedCells('rollups', allFacts),
  [cellTables.totals]: summedFrom(cellTables.rollups, cellTables.totals, ['figure', 'what', 'at', 'until'], ['count']),
};
