import type { ServiceContext } from '@ilium/observability';
import { createDataSource } from '@ilium/persistence';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { IntakeConfig } from '../config.js';

/** The server gives a statement up before we give its connection up: what was given up is not committed later. */
const statementMs = 8_000;
/** One for the journal, one for the store, one for what looks after both. */
const poolSize = 3;

/** Connections of the store alone: whatever else holds connections up, doors can store what comes. */
export class StoreConnections implements OnApplicationShutdown {
  private constructor(readonly dataSource: DataSource) {}

  static async open({ config, logger }: ServiceContext<IntakeConfig>): Promise<StoreConnections> {
    const applicationName = 'ilium intake store';
    const settings = { url: config.DATABASE_URL, entities: [], migrations: [], applicationName, logger };
    return new StoreConnections(await createDataSource({ ...settings, poolSize, statementMs }).initialize());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.dataSource.destroy();
  }
}
