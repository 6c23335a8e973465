import { entryFigures, layoutOf, lengthOf } from './entries.js';
import { profileBits } from './profiles.js';
import { entryTable, generationTable } from './tables.js';

/**
 * Entries as rows: those that say the same stand beside each other, so that what they say is written once. All columns of a row
 * name its entries in the same order; of entries that are equal in that order any may come first.
 * @param entries a query of their series, period, figure, what and said, their sign and profile
 */
export function packed(entries: string): string {
  const inOrder = 'ORDER BY said, sign, profile';
  const bits = profileBits.map(
    ({ name, bit }) =>
      `string_agg(CASE WHEN profile & ${bit} <> 0 THEN '1' ELSE '0' END, '' ${inOrder})::bit varying AS ${name}`,
  );
  return `
    SELECT figure, what, series, period, ${bits.join(', ')},
           string_agg(CASE WHEN is_last THEN int4send((number * sign)::int) || said ELSE ''::bytea END, ''::bytea ${inOrder}) AS runs
      FROM (SELECT *, row_number() OVER run AS number, lead(true) OVER run IS NULL AS is_last
              FROM (${entries}) AS entry
            WINDOW run AS (PARTITION BY series, period, figure, what, said, sign ORDER BY profile)) AS numbered
     GROUP BY series, period, figure, what`;
}

const countBytes = 4;

/** The entries that rows pack, as `packed` takes them. What is stored apart is fetched once a row: hence the empty texts behind it. */
function unpacked(rows: string): string {
  const sizes = entryFigures.map((figure) => `WHEN '${figure}' THEN ${lengthOf(layoutOf(figure))}`);
  const profile = profileBits.map(({ name, bit }) => `get_bit(${name}, place) * ${bit}`);
  return `
    SELECT series, period, figure, what, said, sign(count)::int AS sign, ${profile.join(' + ')} AS profile
      FROM (SELECT series, period, figure, what, CASE figure ${sizes.join(' ')} END AS size,
                   runs || ''::bytea AS runs, ${profileBits.map(({ name }) => `${name} || B'' AS ${name}`).join(', ')}
              FROM ${rows} AS row OFFSET 0) AS row
     CROSS JOIN LATERAL (
           SELECT said, count, (sum(abs(count)) OVER (ORDER BY at))::int AS until
             FROM (SELECT at, substr(runs, at + ${countBytes + 1}, size - ${countBytes}) AS said,
                          ('x' || encode(substr(runs, at + 1, ${countBytes}), 'hex'))::bit(32)::int AS count
                     FROM generate_series(0, length(runs) - 1, size) AS at) AS cut) AS run
     CROSS JOIN LATERAL generate_series(until - abs(count), until - 1) AS place`;
}

const isClosed = 'packed + 1 < generation';
export const isPackable = `SELECT ${isClosed} AS "isPackable" FROM ${generationTable}`;

/**
 * What many folds have put behind each other is sorted anew, once no more comes to a generation: a question reads what is said a
 * few hundred times a row then, and not a few thousand times. Of the oldest that is not packed yet; answers none or one.
 */
export const packSql = `
  WITH closed AS MATERIALIZED (
    UPDATE ${generationTable} SET packed = packed + 1 WHERE ${isClosed} RETURNING packed AS generation
  ), again AS (
    UPDATE ${entryTable.table} AS kept
       SET runs = packed.runs, ${profileBits.map(({ name }) => `${name} = packed.${name}`).join(', ')}
      FROM (${packed(unpacked(`(SELECT * FROM ${entryTable.table} WHERE generation = (SELECT generation FROM closed))`))}) AS packed
     WHERE kept.generation = (SELECT generation FROM closed) AND kept.series = packed.series
       AND kept.period = packed.period AND kept.figure = packed.figure AND kept.what = packed.what
  )
  SELECT count(*)::int AS count FROM closed`;
