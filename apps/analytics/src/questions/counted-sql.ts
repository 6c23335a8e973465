import { cellsOfFactSql } from '../rollups/cells.js';
import { counters, type CounterName } from '../rollups/counters.js';
import { groupsOfFact, series, year, type SeriesColumn } from '../rollups/groups.js';
import { cellTables, columnOf, counterTables, movesTable, type CellGrain, type Grain } from '../rollups/tables.js';
import type { Selected } from './selected-sql.js';

/**
 * Subqueries that sum a selection: rollups first, by the number of their series, and beside them what is pending, by the same
 * definitions. So an answer is of the last commit, and reads rows of the groups that were asked for and no others.
 */

/** What sums are told apart by. */
export type By = SeriesColumn | 'period';

const sumsOf = (names: readonly CounterName[], sql: (name: CounterName) => string): string =>
  names.map((name) => `sum(${sql(name)}) AS ${columnOf(name)}`).join(', ');

/** Rows of the groups, with counters by their columns. */
export function countedSql(
  { grain, ofSeries, ofRows, ofFacts }: Selected<Grain>,
  by: readonly By[],
  names: readonly CounterName[],
): string {
  const inner = ['series', ...(by.includes('period') ? ['period'] : [])].join(', ');
  const sqlOfFact = { ...series, period: grain === 'rollups' || grain === 'months' ? groupsOfFact.period : year };
  const groups = quoted(by);
  return `(
    SELECT ${groups}, ${sumsOf(names, columnOf)}
      FROM (SELECT ${groups}, ${names.map(columnOf).join(', ')}
              FROM (SELECT ${inner}, ${sumsOf(names, columnOf)}
                      FROM ${counterTables[grain].table}
                     WHERE series = ANY (ARRAY (SELECT id FROM outcome_series WHERE ${ofSeries})) AND ${ofRows}
                     GROUP BY ${inner}) AS summed
              JOIN outcome_series ON outcome_series.id = summed.series
             UNION ALL
            SELECT ${by.map((name) => sqlOfFact[name]).join(', ')}, ${sumsOf(names, (name) => `fact.sign * (${counters[name]})`)}
              FROM ${movesTable} AS fact WHERE ${ofFacts}
             GROUP BY ${by.map((_, index) => index + 1).join(', ')}) AS both_kinds
     GROUP BY ${groups})`;
}

const cellColumns = 'figure, what, at, until';

/** Rows of the groups and values, with how often each was seen. @param figures where the names of figures stand among the parameters */
export function cellsSql(
  { grain, ofSeries, ofRows, ofFacts }: Selected<CellGrain>,
  by: readonly SeriesColumn[],
  figures: string,
): string {
  const groups = by.length === 0 ? cellColumns : `${quoted(by)}, ${cellColumns}`;
  const inner = by.length === 0 ? cellColumns : `series, ${cellColumns}`;
  const ofFact = [...by.map((name) => `${series[name]} AS "${name}"`), cellColumns].join(', ');
  const summed = `
            SELECT ${inner}, sum(count) AS count
              FROM ${cellTables[grain].table}
             WHERE figure = ANY (${figures}) AND ${ofRows}
               AND series = ANY (ARRAY (SELECT id FROM outcome_series WHERE ${ofSeries}))
             GROUP BY ${inner}`;
  const named =
    by.length === 0
      ? summed
      : `
            SELECT ${groups}, count FROM (${summed}) AS summed JOIN outcome_series ON outcome_series.id = summed.series`;
  return `(
    SELECT ${groups}, sum(count) AS count
      FROM (${named}
             UNION ALL
            SELECT ${ofFact}, sum(fact.sign) AS count
              FROM (SELECT * FROM ${movesTable} AS fact WHERE ${ofFacts}) AS fact CROSS JOIN LATERAL (
           ${cellsOfFactSql}) AS cell
             WHERE cell.figure = ANY (${figures})
             GROUP BY ${groups}) AS both_kinds
     GROUP BY ${groups}
    HAVING sum(count) > 0)`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
