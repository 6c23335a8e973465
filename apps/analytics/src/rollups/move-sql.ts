import { cellsOfFactSql } from './cells.js';
import { counterNames, counters, type CounterName } from './counters.js';
import { groupColumns, strataColumns } from './groups.js';

/**
 * Rollups are moved, and counted anew, by the same statements: over rows `fact` with a `sign`, 1 for what is counted now
 * and -1 for the row that it replaces. Rows are written in the order of their keys, so that two transactions never wait
 * for each other in a circle.
 */

/** The column of a counter, quoted. */
export const columnOf = (counter: CounterName): string =>
  `"${counter.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`;

/** Table, and the columns of its groups. */
const tables = { outcome_rollups: groupColumns, outcome_strata: strataColumns } as const;

/** @param facts a table or subquery of rows with a `sign` */
function movedCounters(table: keyof typeof tables, facts: string): string {
  const groups = Object.entries(tables[table]).map(([name, sql]) => ({ name: `"${name}"`, sql }));
  const names = groups.map(({ name }) => name).join(', ');
  const places = groups.map((_, index) => index + 1).join(', ');
  const moved = counterNames.map((counter) => `sum(fact.sign * (${counters[counter]}))`);
  const columns = counterNames.map(columnOf);
  return `
    INSERT INTO ${table} AS rollup (${names}, ${columns.join(', ')})
    SELECT ${groups.map(({ name, sql }) => `${sql} AS ${name}`).join(', ')}, ${moved.join(', ')}
      FROM ${facts} AS fact
     GROUP BY ${places}
    HAVING ${moved.map((by) => `${by} <> 0`).join(' OR ')}
     ORDER BY ${places}
        ON CONFLICT (${names}) DO UPDATE
       SET ${columns.map((column) => `${column} = rollup.${column} + excluded.${column}`).join(', ')}`;
}

function movedCells(facts: string): string {
  const groups = Object.entries(groupColumns).map(([name, sql]) => ({ name: `"${name}"`, sql }));
  const keys = [...groups.map(({ name }) => name), 'figure', 'what', 'at', 'until'];
  const names = keys.join(', ');
  const places = keys.map((_, index) => index + 1).join(', ');
  return `
    INSERT INTO outcome_cells AS cell (${names}, count)
    SELECT ${groups.map(({ name, sql }) => `${sql} AS ${name}`).join(', ')}, cell.figure, cell.what, cell.at, cell.until, sum(fact.sign)
      FROM ${facts} AS fact CROSS JOIN LATERAL (
           ${cellsOfFactSql}) AS cell
     GROUP BY ${places}
    HAVING sum(fact.sign) <> 0
     ORDER BY ${places}
        ON CONFLICT (${names}) DO UPDATE SET count = cell.count + excluded.count`;
}

/** The parts of a statement that move all rollups, as CTEs. */
export function rollupMoves(facts: string): string {
  return `rolled AS (${movedCounters('outcome_rollups', facts)}
  ), stratified AS (${movedCounters('outcome_strata', facts)}
  ), celled AS (${movedCells(facts)}
  )`;
}

/** Each counts all facts anew into an empty table. */
export const recountSql: Readonly<Record<string, string>> = {
  outcome_rollups: movedCounters('outcome_rollups', '(SELECT 1 AS sign, * FROM outcome_facts)'),
  outcome_strata: movedCounters('outcome_strata', '(SELECT 1 AS sign, * FROM outcome_facts)'),
  outcome_cells: movedCells('(SELECT 1 AS sign, * FROM outcome_facts)'),
};
