import { priorTreatments } from '@ilium/contracts';
import { cellsOfFactSql, figureNames, isMonthly } from './cells.js';
import { counterNames, counters, isOfFacts } from './counters.js';
import { cellSaidSql, entriesOfFactSql, scoreFigureSql, scoreSaidSql } from './entries.js';
import { packed } from './packing-sql.js';
import { groupsOfFact, seriesColumns, strata, strataColumns } from './groups.js';
import { profileBits, profileSql } from './profiles.js';
import { cellTables, columnOf, counterTables, entryTable, generationTable, movesTable } from './tables.js';

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
function add({ table, groups }: Target, columns: readonly string[], counted: string): string {
  const keys = quoted(groups);
  return `
    INSERT INTO ${table} AS rollup (${keys}, ${columns.join(', ')})
    SELECT ${keys}, ${columns.join(', ')} FROM ${counted} AS counted ORDER BY ${keys}
        ON CONFLICT (${keys}) DO UPDATE
       SET ${columns.map((column) => `${column} = rollup.${column} + excluded.${column}`).join(', ')}`;
}

/** What is coarse is summed from what is fine. @param sqlOf of the groups that it has otherwise */
function summed(
  from: string,
  groups: readonly string[],
  columns: readonly string[],
  sqlOf: Readonly<Record<string, string>> = {},
): string {
  return `(
    SELECT ${groups.map((name) => `${sqlOf[name] ?? `"${name}"`} AS "${name}"`).join(', ')}, ${columns.map((column) => `sum(${column}) AS ${column}`).join(', ')}
      FROM ${from} AS row GROUP BY ${groups.map((_, index) => index + 1).join(', ')}
    HAVING ${columns.map((column) => `sum(${column}) <> 0`).join(' OR ')})`;
}

const allColumns = counterNames.map(columnOf);
const yearOfPeriod = { period: 'left(period, 4)' };

const countedRollups = (rows: string): string => `
    SELECT series, period, agents, intent, is_index, ${sums}
      FROM ${rows} AS row GROUP BY 1, 2, 3, 4, 5 HAVING ${anyMoved}`;

export const intentStratum = 'intent';
export const priorTreatmentStratum = 'prior_treatments';

/** Those of which a session has one value. The intent is told of all, so that those with any intent are all. */
const single = [intentStratum, ...strataColumns] as const;

/** Each stratum is a grouping set, so that all are counted in one pass. A row that has none, not even an empty one, is in none. */
function countedStrata(rows: string): string {
  const value = `coalesce(${single.join(', ')})`;
  const stratum = `CASE ${single.map((name) => `WHEN GROUPING(${name}) = 0 THEN '${name}'`).join(' ')} END`;
  return `
    WITH row AS (SELECT *, left(period, 4) AS year FROM ${rows} AS row)
    SELECT ${stratum} AS stratum, ${value} AS value, series, year AS period, agents, is_index, ${sums}
      FROM row
     GROUP BY GROUPING SETS (${single.map((name) => `(series, year, agents, is_index, ${name})`).join(', ')})
    HAVING (${value} <> '' OR GROUPING(${intentStratum}) = 0 AND ${intentStratum} IS NOT NULL) AND (${anyMoved})
     UNION ALL
    SELECT '${priorTreatmentStratum}', one, series, year, agents, is_index, ${sums}
      FROM row JOIN unnest(ARRAY['${priorTreatments.join(`', '`)}']) AS one ON prior_treatments ? one
     GROUP BY one, series, year, agents, is_index HAVING ${anyMoved}`;
}

/**
 * Of millions, strata are counted in two steps: together at first those that have a few dozen combinations. Of all of them
 * there would be as many as sessions; of each by itself every fact would be looked up once a stratum.
 */
const bundles = [
  [intentStratum, 'sides', 'region', 'approach'],
  ['age_band', 'sex', 'guidance'],
  ['steroid', priorTreatmentStratum],
] as const;

function bundled(rows: string): string {
  const always = 'series, left(period, 4), agents, is_index';
  // PostgreSQL sums integers in a fraction of the time and room that it needs for larger numbers.
  const small = counterNames.map(
    (name, index) => `${moved[index]}${isOfFacts(name) ? '::int' : ''} AS ${columnOf(name)}`,
  );
  return `(
    SELECT 1 AS sign, series, left(period, 4) AS period, agents, is_index, ${bundles.flat().join(', ')}, ${small.join(', ')}
      FROM ${rows} AS row
     GROUP BY GROUPING SETS (${bundles.map((names) => `(${always}, ${names.join(', ')})`).join(', ')}))`;
}

function countedCells(facts: string, seriesTable: string): string {
  return `
    SELECT cell.figure, series.id AS series, cell.period, ${groupsOfFact.is_index} AS is_index, cell.what, cell.at, cell.until,
           sum(fact.sign)::int AS count
      FROM ${facts} AS fact JOIN ${seriesTable} AS series ON ${isOfSeries}
     CROSS JOIN LATERAL (${cellsOfFactSql()}) AS cell
     GROUP BY 1, 2, 3, 4, 5, 6, 7
    HAVING sum(fact.sign) <> 0`;
}

/** Scores one by one, of rows of counters. */
function scoreEntries(rows: string): string {
  const profile = profileSql((name) => (name === 'month' ? 'substr(period, 6)' : `"${name}"`));
  return `
    SELECT series, left(period, 4) AS period, ${scoreFigureSql} AS figure, '' AS what, ${scoreSaidSql} AS said, sign, ${profile} AS profile
      FROM ${rows} AS row
     WHERE open + observed + missing + superseded > 0`;
}

/** All else. */
function cellEntries(facts: string, seriesTable: string): string {
  const { period } = groupsOfFact;
  const profile = profileSql((name) => (name === 'month' ? `substr(${period}, 6)` : groupsOfFact[name]));
  return `
    SELECT series.id AS series, left(${period}, 4) AS period, cell.figure, cell.what, ${cellSaidSql} AS said, fact.sign, ${profile} AS profile
      FROM ${facts} AS fact JOIN ${seriesTable} AS series ON ${isOfSeries}
     CROSS JOIN LATERAL (${entriesOfFactSql}) AS cell`;
}

function toRollups(finest: string): string {
  return add(counterTables.rollups, allColumns, finest);
}

function toMonths(finer: string): string {
  return add(counterTables.months, allColumns, summed(finer, counterTables.months.groups, allColumns));
}

function toTotals(finer: string): string {
  return add(counterTables.totals, allColumns, summed(finer, counterTables.totals.groups, allColumns, yearOfPeriod));
}

function toStrata(rows: string): string {
  return add(counterTables.strata, allColumns, `(${countedStrata(rows)})`);
}

const monthlyFigures = figureNames.filter(isMonthly).map((name) => `'${name}'`);

/** @param cells of all figures, by month where they are counted by month */
function toCellMonths(cells: string): string {
  return add(
    cellTables.months,
    ['count'],
    `(SELECT * FROM ${cells} AS row WHERE figure IN (${monthlyFigures.join(', ')}))`,
  );
}

function toCellYears(cells: string): string {
  return add(cellTables.years, ['count'], summed(cells, cellTables.years.groups, ['count'], yearOfPeriod));
}

function toCellSums(cells: string): string {
  return add(cellTables.sums, ['count'], summed(cells, cellTables.sums.groups, ['count']));
}

/** Behind what is kept of the generation already. */
function toEntries(entries: string, generation: string): string {
  const keys = quoted(entryTable.groups);
  const columns = ['runs', ...profileBits.map(({ name }) => name)];
  return `
    INSERT INTO ${entryTable.table} AS kept (${keys}, ${columns.join(', ')})
    SELECT figure, what, series, period, ${generation}, ${columns.join(', ')} FROM (${packed(entries)}) AS packed
     ORDER BY figure, what, series, period
        ON CONFLICT (${keys}) DO UPDATE SET ${columns.map((name) => `${name} = kept.${name} || excluded.${name}`).join(', ')}`;
}

/** As many facts as leave rows so short that it costs little to write them anew with a few more. */
const factsPerGeneration = 1_000_000;

/** The generation of what is taken now. */
const countGeneration = `
    UPDATE ${generationTable}
       SET generation = generation + (counted >= ${factsPerGeneration})::int,
           counted = CASE WHEN counted >= ${factsPerGeneration} THEN 0 ELSE counted END + (SELECT count(*) FROM taken)
    RETURNING generation`;

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
  ), finest AS MATERIALIZED (${countedRollups('evaluated')}
  ), generation AS (${countGeneration}
  ), to_rollups AS (${toRollups('finest')}
  ), to_months AS (${toMonths('finest')}
  ), to_totals AS (${toTotals('finest')}
  ), to_strata AS (${toStrata('evaluated')}
  ), cells AS MATERIALIZED (${countedCells('taken', 'numbered')}
  ), to_cell_months AS (${toCellMonths('cells')}
  ), to_cell_years AS (${toCellYears('cells')}
  ), to_cell_sums AS (${toCellSums('cells')}
  ), to_entries AS (${toEntries(`${scoreEntries('evaluated')} UNION ALL ${cellEntries('taken', 'numbered')}`, '(SELECT generation FROM generation)')}
  )
  SELECT count(*)::int AS count FROM taken`;

const allFacts = '(SELECT 1 AS sign, * FROM outcome_facts)';
const allEvaluated = `(${evaluated(allFacts, 'outcome_series')})`;

/** Count all facts anew, in this order, into empty tables. */
export const recountSql: readonly string[] = [
  addSeries('outcome_facts'),
  toRollups(`(${countedRollups(allEvaluated)})`),
  toMonths(counterTables.rollups.table),
  toTotals(counterTables.months.table),
  toStrata(bundled(allEvaluated)),
  `WITH cells AS MATERIALIZED (${countedCells(allFacts, 'outcome_series')}), to_months AS (${toCellMonths('cells')}) ${toCellYears('cells')}`,
  toCellSums(cellTables.years.table),
  toEntries(scoreEntries(`(${allEvaluated} OFFSET 0)`), '0'),
  toEntries(cellEntries(allFacts, 'outcome_series'), '0'),
  `UPDATE ${generationTable} SET generation = 1, counted = 0, packed = 0`,
];

/** What is emptied before. What is pending is in the facts already. */
export const countedTables: readonly string[] = [
  movesTable,
  ...[...Object.values(counterTables), ...Object.values(cellTables), entryTable].map(({ table }) => table),
];
