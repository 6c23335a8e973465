import type { Logger } from '@ilium/observability';
import type { OnModuleInit } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { rebuildRollups, rollupVersion } from './rebuild-rollups.js';

/** Before anything is consumed or answered: rollups that another release counted otherwise are counted anew. */
export class RollupKeeper implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    const [row]: { version: string }[] = await this.dataSource.query('SELECT version FROM outcome_rollup_version');
    if (row?.version === rollupVersion) return;
    const since = performance.now();
    this.logger.info('this release counts otherwise than the one before: all facts are counted anew');
    await rebuildRollups(this.dataSource);
    this.logger.info('all facts are counted', { durationMs: Math.round(performance.now() - since) });
  }
}
