import { priorTreatments } from '@ilium/contracts';
import { cellsOfFactSql } from './cells.js';
import { counterNames, counters } from './counters.js';
import { groupsOfFact, seriesColumns, strata } from './groups.js';
import { cellTables, columnOf, counterTables, movesTable } from './tables.js';

/**
 * The statements that count facts into rollups: those that were written since the last time, or all of them. Both are the
 * same over rows `fact` with a `sign`: 1 for what is counted, -1 for what was counted and is no more.
 */

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** A fact as its groups and counters, each worked out once. */
function evaluated(facts: string, seriesTable: string): string {
  const { period, is_index: isIndex, agents, intent, prior_treatments: prior } = groupsOfFact;
  const groups = { period, is_index: isIndex, agents, intent, ...strata, prior_treatments: prior };
  return `
    SELECT series.id AS series, fact.sign, ${Object.entries(groups)
      .map(([name, sql]) => `${sql} AS ${name}`)
      .join(', ')}, ${counterNames.map((name) => `${counters[name]} AS ${columnOf(name)}`).join(', ')}
      FROM ${facts} AS fact JOIN ${seriesTable} AS series ON ${isOfSeries}`;
}

const isOfSeries = seriesColumns.map((name) => `series."${name}" = ${groupsOfFact[name]}`).join(' AND ');

const moved = counterNames.map((name) => `sum(row.sign * row.${columnOf(name)})`);
const sums = moved.map((sql, index) => `${sql} AS ${columnOf(counterNames[index] ?? 'open')}`).join(', ');
const anyMoved = moved.map((sql) => `${sql} <> 0`).join(' OR ');

interface Target {
  readonly table: string;
  readonly groups: readonly string[];
}

/** Adds what a query has counted, in the order of keys. */
function addCounters({ table, groups }: Target, counted: string): string {
  const columns = counterNames.map(columnOf);
  return `
    INSERT INTO ${table} AS rollup (${quoted(groups)}, ${columns.join(', ')})
    SELECT ${quoted(groups)}, ${columns.join(', ')} FROM (${counted}) AS counted ORDER BY ${quoted(groups)}
        ON CONFLICT (${quoted(groups)}) DO UPDATE
       SET ${columns.map((column) => `${column} = rollup.${column} + excluded.${column}`).join(', ')}`;
}

const countedBy = (period: string, rows: string): string => `
    SELECT series, ${period} AS period, is_index, ${sums}
      FROM ${rows} AS row GROUP BY 1, 2, 3 HAVING ${anyMoved}`;

const countedRollups = (rows: string): string => `
    SELECT series, period, agents, intent, is_index, ${sums}
      FROM ${rows} AS row GROUP BY 1, 2, 3, 4, 5 HAVING ${anyMoved}`;

/** Of which a session has one value. The intent is told of all, so that those with any intent are all. */
const single = ['intent', ...Object.keys(strata)] as const;
export const intentStratum = 'intent';
export const priorTreatmentStratum = 'prior_treatments';

/** Each stratum is a grouping set, so that all are counted in one pass. */
function countedStrata(rows: string): string {
  const always = 'series, left(period, 4), agents, is_index';
  const value = `coalesce(${single.join(', ')})`;
  const stratum = `CASE ${single.map((name) => `WHEN GROUPING(${name}) = 0 THEN '${name}'`).join(' ')} END`;
  return `
    SELECT ${stratum} AS stratum, ${value} AS value, series, left(period, 4) AS period, agents, is_index, ${sums}
      FROM ${rows} AS row
     GROUP BY GROUPING SETS (${single.map((name) => `(${always}, ${name})`).join(', ')})
    HAVING (${value} <> '' OR GROUPING(${intentStratum}) = 0) AND (${anyMoved})
     UNION ALL
    SELECT '${priorTreatmentStratum}', one, series, left(period, 4), agents, is_index, ${sums}
      FROM ${rows} AS row JOIN unnest(ARRAY['${priorTreatments.join(`', '`)}']) AS one ON prior_treatments ? one
     GROUP BY one, ${always} HAVING ${anyMoved}`;
}

/** Adds cells of facts. */
function addCells(grain: keyof typeof cellTables, facts: string, seriesTable: string): string {
  const { table, groups } = cellTables[grain];
  const sqlOf: Readonly<Record<string, string>> = {
    series: 'series.id',
    figure: 'cell.figure',
    period: 'cell.period',
  };
  const keys = withValue(cellTables[grain]).groups;
  const columns = [
    ...groups.map((name) => `${sqlOf[name] ?? groupsOf(name)} AS ${name}`),
    'cell.what, cell.at, cell.until',
  ];
  const places = keys.map((_, index) => index + 1).join(', ');
  return `
    INSERT INTO ${table} AS rollup (${quoted(keys)}, count)
    SELECT ${columns.join(', ')}, sum(fact.sign)
      FROM ${facts} AS fact JOIN ${seriesTable} AS series ON ${isOfSeries}
     CROSS JOIN LATERAL (
           ${cellsOfFactSql}) AS cell
     GROUP BY ${places}
    HAVING sum(fact.sign) <> 0
     ORDER BY ${places}
        ON CONFLICT (${quoted(keys)}) DO UPDATE SET count = rollup.count + excluded.count`;
}

function groupsOf(name: string): string {
  const found = Object.entries(groupsOfFact).find(([group]) => group === name);
  if (found === undefined) throw new RangeError(`Facts are not told apart by ${name}: add it to groups.ts.`);
  return found[1];
}

/** Series that have no number yet. One transaction at a time counts, so that nobody else numbers them meanwhile. */
function addSeries(facts: string): string {
  return `
    INSERT INTO outcome_series (${quoted(seriesColumns)})
    SELECT DISTINCT ${seriesColumns.map((name) => groupsOfFact[name]).join(', ')} FROM ${facts} AS fact
    EXCEPT SELECT ${quoted(seriesColumns)} FROM outcome_series`;
}

/**
 * Counts what is pending, at most as many as its parameter says: one statement, so that whoever reads sees each either
 * pending or counted. Answers how many.
 */
export const foldSql = `
  WITH taken AS MATERIALIZED (
    DELETE FROM ${movesTable} WHERE ctid = ANY (ARRAY (SELECT ctid FROM ${movesTable} LIMIT $1)) RETURNING *
  ), added AS (${addSeries('taken')}
    RETURNING *
  ), numbered AS MATERIALIZED (SELECT * FROM added UNION ALL SELECT * FROM outcome_series
  ), evaluated AS MATERIALIZED (${evaluated('taken', 'numbered')}
  ), totals AS (${addCounters(counterTables.totals, countedBy('left(period, 4)', 'evaluated'))}
  ), months AS (${addCounters(counterTables.months, countedBy('period', 'evaluated'))}
  ), rollups AS (${addCounters(counterTables.rollups, countedRollups('evaluated'))}
  ), strata AS (${addCounters(counterTables.strata, countedStrata('evaluated'))}
  ), cell_totals AS (${addCells('totals', 'taken', 'numbered')}
  ), cells AS (${addCells('rollups', 'taken', 'numbered')}
  )
  SELECT count(*)::int AS count FROM taken`;

const allFacts = '(SELECT 1 AS sign, * FROM outcome_facts)';
const allEvaluated = `(${evaluated(allFacts, 'outcome_series')})`;

/** @param sqlOf of the columns that it has otherwise */
function summedFrom(
  from: Target,
  into: Target,
  counts: readonly string[],
  sqlOf: Readonly<Record<string, string>> = {},
) {
  const places = into.groups.map((_, index) => index + 1).join(', ');
  return `
    INSERT INTO ${into.table} (${quoted(into.groups)}, ${counts.join(', ')})
    SELECT ${into.groups.map((name) => sqlOf[name] ?? `"${name}"`).join(', ')}, ${counts.map((count) => `sum(${count})`).join(', ')}
      FROM ${from.table} GROUP BY ${places} ORDER BY ${places}`;
}

function withValue({ table, groups }: Target): Target {
  return { table, groups: [...groups, 'what', 'at', 'until'] };
}

const allColumns = counterNames.map(columnOf);

/** Count all facts anew, in this order, into empty tables; what is coarse is summed from what is fine. */
export const recountSql: readonly string[] = [
  addSeries('outcome_facts'),
  addCounters(counterTables.rollups, countedRollups(allEvaluated)),
  summedFrom(counterTables.rollups, counterTables.months, allColumns),
  summedFrom(counterTables.months, counterTables.totals, allColumns, { period: 'left(period, 4)' }),
  addCounters(counterTables.strata, countedStrata(allEvaluated)),
  addCells('rollups', allFacts, 'outcome_series'),
  summedFrom(withValue(cellTables.rollups), withValue(cellTables.totals), ['count']),
];

/** What is emptied before. What is pending is in the facts already. */
export const countedTables: readonly string[] = [
  movesTable,
  ...[...Object.values(counterTables), ...Object.values(cellTables)].map(({ table }) => table),
];
