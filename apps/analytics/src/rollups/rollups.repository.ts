import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { columnsOf, rowSource } from '../set-based.js';
import { counterNames } from './counters.js';
import { dimensionNames, type RollupDifference } from './rollup-difference.js';
import { Rollup } from './rollup.entity.js';

@Injectable()
export class RollupsRepository {
  /** Moves the rollups, in key order; after the facts, in the same transaction. */
  async move(manager: EntityManager, differences: readonly RollupDifference[]): Promise<void> {
    if (differences.length === 0) return;
    const entity = manager.dataSource.getMetadata(Rollup);
    const { columns, unnest, parameters } = rowSource(entity, differences);
    const dimensions = columnsOf(entity, dimensionNames).join(', ');
    const moved = columnsOf(entity, counterNames).map((column) => `${column} = rollup.${column} + excluded.${column}`);
    await manager.query(
      `INSERT INTO outcome_rollups AS rollup (${columns})
       SELECT * FROM ${unnest} AS incoming (${columns}) ORDER BY ${dimensions}
       ON CONFLICT (${dimensions}) DO UPDATE SET ${moved.join(', ')}`,
      parameters,
    );
  }
}
