import type { DataSource } from 'typeorm';
import { countingAlone } from './counting-alone.js';
import { foldSql } from './counting-sql.js';
import { isPackable, packSql } from './packing-sql.js';

/** As many as are sorted in memory, and folded in some seconds. */
const mostAtOnce = 200_000;

/** Counts what was written since it was last done. Answers how many rows, if any could be counted. */
export function fold(dataSource: DataSource, signal?: AbortSignal): Promise<number | undefined> {
  return countingAlone(dataSource, { sql: foldSql, parameters: [mostAtOnce], signal });
}

/** Sorts the entries of a generation that folds have left. Answers how many generations: none or one, if any could be sorted. */
export async function pack(dataSource: DataSource, signal?: AbortSignal): Promise<number | undefined> {
  // To plan the statement alone takes longer than most answers.
  const [row]: { isPackable: boolean }[] = await dataSource.query(isPackable);
  return row?.isPackable === true ? countingAlone(dataSource, { sql: packSql, signal }) : 0;
}
