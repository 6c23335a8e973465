import type { DataSource } from 'typeorm';
import { cancelledBy } from './cancelled-by.js';
import { foldSql } from './counting-sql.js';
import { countingLock, isCounted } from './rollup-version.js';

/** As many as are sorted in memory, and folded in some seconds. */
const mostAtOnce = 200_000;

/**
 * Counts what was written since it was last done. Answers how many rows; undefined where somebody else is counting, or
 * another release has counted, which does it by its own rules. Broken off, it has counted nothing.
 */
export function fold(dataSource: DataSource, signal?: AbortSignal): Promise<number | undefined> {
  return dataSource.transaction(async (manager) => {
    const [lock]: { isMine: boolean }[] = await manager.query(
      `SELECT pg_try_advisory_xact_lock(${countingLock}) AS "isMine"`,
    );
    if (lock?.isMine !== true || !(await isCounted(manager))) return undefined;
    await manager.query(`SET LOCAL work_mem = '64MB'`);
    // On a machine that is busy with other things it may take a multiple, and has to come to its end some time.
    await manager.query(`SET LOCAL statement_timeout = '10min'`);
    const [folded] = await cancelledBy(signal, dataSource, manager, (): Promise<{ count: number }[]> =>
      manager.query(foldSql, [mostAtOnce]),
    );
    return folded?.count ?? 0;
  });
}
