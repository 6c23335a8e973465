import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { recountSql } from './move-sql.js';

/** Names what is counted: another one counts otherwise, or something else. */
export const rollupVersion = createHash('sha256').update(JSON.stringify(recountSql)).digest('hex').slice(0, 16);

/** Counts all facts anew. Writers wait meanwhile, readers do not. */
export async function rebuildRollups(dataSource: DataSource): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await manager.query('SELECT FROM outcome_rollup_version FOR UPDATE');
    await recount(manager);
  });
}

/** The same where another release has counted, and nobody else has counted since. Returns whether it did. */
export function rebuildIfCountedOtherwise(dataSource: DataSource, onStart: () => void): Promise<boolean> {
  return dataSource.transaction(async (manager) => {
    const [row]: { version: string }[] = await manager.query('SELECT version FROM outcome_rollup_version FOR UPDATE');
    if (row?.version === rollupVersion) return false;
    onStart();
    await recount(manager);
    return true;
  });
}

/** Locks in a writer's order: the version, facts, rollups. */
async function recount(manager: EntityManager): Promise<void> {
  await manager.query('LOCK TABLE outcome_facts IN SHARE ROW EXCLUSIVE MODE');
  // Groups of many facts: in memory they are sorted in seconds, on disk in minutes.
  await manager.query(`SET LOCAL work_mem = '256MB'`);
  for (const [table, sql] of Object.entries(recountSql)) {
    await manager.query(`DELETE FROM ${table}`);
    await manager.query(sql);
  }
  await manager.query('UPDATE outcome_rollup_version SET version = $1', [rollupVersion]);
}
