import type { DataSource, EntityManager } from 'typeorm';
import { cancelledBy } from './cancelled-by.js';
import { countingLock, isCounted } from './rollup-version.js';

/**
 * A statement that changes what is counted, in a transaction of its own. Answers the number that it answers; undefined where
 * somebody else is counting, or another release has counted, which does it by its own rules. Broken off, it has changed nothing.
 */
export function countingAlone(
  dataSource: DataSource,
  {
    sql,
    parameters,
    signal,
  }: { readonly sql: string; readonly parameters?: readonly number[]; readonly signal?: AbortSignal | undefined },
): Promise<number | undefined> {
  return dataSource.transaction(async (manager) => {
    if (!(await isMine(manager)) || !(await isCounted(manager))) return undefined;
    await manager.query(`SET LOCAL work_mem = '64MB'`);
    // On a machine that is busy with other things it may take a multiple, and has to come to its end some time.
    await manager.query(`SET LOCAL statement_timeout = '10min'`);
    const [counted] = await cancelledBy(signal, dataSource, manager, (): Promise<{ count: number }[]> =>
      manager.query(sql, [...(parameters ?? [])]),
    );
    return counted?.count ?? 0;
  });
}

async function isMine(manager: EntityManager): Promise<boolean> {
  const [lock]: { isMine: boolean }[] = await manager.query(
    `SELECT pg_try_advisory_xact_lock(${countingLock}) AS "isMine"`,
  );
  return lock?.isMine === true;
}
