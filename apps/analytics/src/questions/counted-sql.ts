import { cellsOfFactSql } from '../rollups/cells.js';
import { counters, type CounterName } from '../rollups/counters.js';
import { period, series, seriesColumns, year, type SeriesColumn } from '../rollups/groups.js';
import { columnOf, movesTable } from '../rollups/tables.js';
import type { Selected, SelectedRows } from './selected-sql.js';

/**
 * Subqueries that sum a selection: rollups first, by the number of their series, and beside them what is pending, by the same
 * definitions. So an answer is of the last commit, and reads rows of the groups that were asked for and no others.
 */

/** What sums are told apart by. */
export type By = SeriesColumn | 'period';

const sumsOf = (names: readonly CounterName[], sql: (name: CounterName) => string): string =>
  names.map((name) => `sum(${sql(name)}) AS ${columnOf(name)}`).join(', ');

/** Rows of the groups, with counters by their columns. */
export function countedSql(selected: Selected, by: readonly By[], names: readonly CounterName[]): string {
  const { grain } = selected;
  const inner = ['series', ...(by.includes('period') ? ['period'] : [])].join(', ');
  const groups = quoted(by);
  return `(
    SELECT ${groups}, ${sumsOf(names, columnOf)}
      FROM (SELECT ${groups}, ${names.map(columnOf).join(', ')}
              FROM (SELECT ${inner}, ${sumsOf(names, columnOf)}
                      FROM (${rowsOf(selected, [inner, ...names.map(columnOf)].join(', '))}) AS row
                     GROUP BY ${inner}) AS summed
              JOIN outcome_series ON outcome_series.id = summed.series
             UNION ALL ${pendingCounts(selected, by, names, grain === 'rollups' || grain === 'months' ? period : year)}) AS both_kinds
     GROUP BY ${groups})`;
}

function rowsOf({ parts, ofSeries }: SelectedRows, columns: string, condition = 'true'): string {
  const ofParts = parts.map(
    ({ table, ofRows }) => `
            SELECT ${columns} FROM ${table}
             WHERE ${condition} AND ${ofRows} AND series = ANY (ARRAY (SELECT id FROM outcome_series WHERE ${ofSeries}))`,
  );
  return ofParts.join(' UNION ALL ');
}

/** The same of what is pending alone, by months. */
export function pendingCounts(
  { ofFacts }: Pick<SelectedRows, 'ofFacts'>,
  by: readonly By[],
  names: readonly CounterName[],
  periodSql: string = period,
): string {
  const sqlOfFact = { ...series, period: periodSql };
  return `
            SELECT ${by.map((name) => `${sqlOfFact[name]} AS "${name}"`).join(', ')}, ${sumsOf(names, (name) => `fact.sign * (${counters[name]})`)}
              FROM ${movesTable} AS fact WHERE ${ofFacts}
             GROUP BY ${by.map((_, index) => index + 1).join(', ')}`;
}

const value = 'figure, what, at, until';

/** What is counted of the figures, by groups and values. @param figures where their names stand among the parameters */
function countedCells(wanted: SelectedRows, groups: string, figures: string): string {
  return `
            SELECT ${groups}${value}, sum(count) AS count
              FROM (${rowsOf(wanted, `${groups}${value}, count`, `figure = ANY (${figures})`)}) AS row
             GROUP BY ${groups}${value}`;
}

/** The same of what is pending alone, which may be less than nothing. */
export function pendingCells(
  { ofFacts }: Pick<SelectedRows, 'ofFacts'>,
  by: readonly SeriesColumn[],
  figures: string,
): string {
  const groups = by.map((name) => `${series[name]} AS "${name}", `).join('');
  return `
            SELECT ${groups}${value}, sum(fact.sign) AS count
              FROM (SELECT * FROM ${movesTable} AS fact WHERE ${ofFacts}) AS fact CROSS JOIN LATERAL (${cellsOfFactSql()}) AS cell
             WHERE cell.figure = ANY (${figures})
             GROUP BY ${by.map((name) => `"${name}", `).join('')}${value}`;
}

/** How often each value was seen. */
export function cellsSql(wanted: SelectedRows, figures: string): string {
  return `(
    SELECT ${value}, sum(count) AS count
      FROM (${countedCells(wanted, '', figures)}
             UNION ALL ${pendingCells(wanted, [], figures)}) AS both_kinds
     GROUP BY ${value}
    HAVING sum(count) > 0)`;
}

/**
 * The same by series and figure, with its cells as lists: once of what is counted, and once of what is pending. To sum both here
 * would take as long as to count: they are thousands, and what is pending is little. Lists of numbers, since PostgreSQL looks up how
 * to write a value once a list.
 */
export function cellsBySeriesSql(wanted: SelectedRows, figures: string): string {
  return `(
    SELECT ${quoted(seriesColumns)}, figure, what, cells
      FROM (SELECT series, figure, what, ${lists}
              FROM (${countedCells(wanted, 'series, ', figures)}) AS cell GROUP BY series, figure, what) AS listed
      JOIN outcome_series ON outcome_series.id = listed.series
     UNION ALL ${pendingCellsBySeriesSql(wanted, figures)})`;
}

const lists = `json_build_object('at', array_agg(at), 'until', array_agg(until), 'count', array_agg(count::int8)) AS cells`;

/** Of what is pending alone. */
export function pendingCellsBySeriesSql(wanted: Pick<SelectedRows, 'ofFacts'>, figures: string): string {
  const columns = quoted(seriesColumns);
  return `
    SELECT ${columns}, figure, what, ${lists}
      FROM (${pendingCells(wanted, seriesColumns, figures)}) AS cell GROUP BY ${columns}, figure, what`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
