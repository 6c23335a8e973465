import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { recountSql } from './counting-sql.js';

/** Names what is counted: another one counts otherwise, or something else. */
export const rollupVersion = createHash('sha256').update(JSON.stringify(recountSql)).digest('hex').slice(0, 16);

/** Whether this release has counted all facts. */
export async function isCounted(manager: EntityManager): Promise<boolean> {
  const [row]: { version: string }[] = await manager.query('SELECT version FROM outcome_rollup_version');
  return row?.version === rollupVersion;
}

/** Whoever counts has this lock of the database: one at a time, of whatever release. */
export const countingLock = `hashtext('ilium analytics: rollups')`;
