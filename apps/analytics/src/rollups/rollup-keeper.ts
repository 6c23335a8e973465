import type { Logger } from '@ilium/observability';
import type { OnModuleInit } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { rebuildIfCountedOtherwise } from './rebuild-rollups.js';

/** Before anything is consumed or answered: rollups that another release counted otherwise are counted anew. */
export class RollupKeeper implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    const since = performance.now();
    const isRebuilt = await rebuildIfCountedOtherwise(this.dataSource, () => {
      this.logger.info('this release counts otherwise than the one before: all facts are counted anew');
    });
    if (!isRebuilt) return;
    this.logger.info('all facts are counted', { durationMs: Math.round(performance.now() - since) });
  }
}
