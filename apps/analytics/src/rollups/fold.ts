import type { DataSource } from 'typeorm';
import { foldSql } from './counting-sql.js';
import { countingLock, isCounted } from './rollup-version.js';

/** As many as are sorted in memory, and folded well within the time that a statement has. */
const mostAtOnce = 200_000;

/**
 * Counts what was written since it was last done. Answers how many rows; undefined where somebody else is counting, or
 * another release has counted, which does it by its own rules.
 */
export function fold(dataSource: DataSource): Promise<number | undefined> {
  return dataSource.transaction(async (manager) => {
    const [lock]: { isMine: boolean }[] = await manager.query(
      `SELECT pg_try_advisory_xact_lock(${countingLock}) AS "isMine"`,
    );
    if (lock?.isMine !== true || !(await isCounted(manager))) return undefined;
    await manager.query(`SET LOCAL work_mem = '64MB'`);
    const [folded]: { count: number }[] = await manager.query(foldSql, [mostAtOnce]);
    return folded?.count ?? 0;
  });
}
