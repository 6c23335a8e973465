import type { DataSource } from 'typeorm';
import { columnsOf } from '../set-based.js';
import { counterNames, counters, ratedFactsSql } from './counters.js';
import { dimensionNames } from './rollup-difference.js';
import { Rollup } from './rollup.entity.js';

/** Counts all facts anew. Writers wait meanwhile, readers do not. */
export async function rebuildRollups(dataSource: DataSource): Promise<void> {
  const entity = dataSource.getMetadata(Rollup);
  const dimensions = columnsOf(entity, dimensionNames).join(', ');
  const counted = counterNames.map((name) => `sum(${counters[name].sql})`).join(', ');
  await dataSource.transaction(async (manager) => {
    // The same order as a writer's: facts, then rollups.
    await manager.query('LOCK TABLE outcome_facts IN SHARE MODE');
    await manager.query('DELETE FROM outcome_rollups');
    await manager.query(
      `INSERT INTO outcome_rollups (${dimensions}, ${columnsOf(entity, counterNames).join(', ')})
       SELECT ${dimensions}, ${counted} FROM ${ratedFactsSql} AS fact GROUP BY ${dimensions}`,
    );
  });
}
