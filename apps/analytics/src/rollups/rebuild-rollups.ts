import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { recountSql } from './move-sql.js';

/** Names what is counted: another one counts otherwise, or something else. */
export const rollupVersion = createHash('sha256').update(JSON.stringify(recountSql)).digest('hex').slice(0, 16);

/** Counts all facts anew. Writers wait meanwhile, readers do not. */
export async function rebuildRollups(dataSource: DataSource): Promise<void> {
  await dataSource.transaction(async (manager) => {
    // The same order as a writer's: facts, then rollups.
    await manager.query('LOCK TABLE outcome_facts IN SHARE MODE');
    for (const [table, recount] of Object.entries(recountSql)) {
      await manager.query(`DELETE FROM ${table}`);
      await manager.query(recount);
    }
    await manager.query('UPDATE outcome_rollup_version SET version = $1', [rollupVersion]);
  });
}
