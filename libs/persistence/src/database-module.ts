import type { HealthRegistry, Logger } from '@ilium/observability';
import type { DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { createDataSource, dataSourceOptions, type DataSourceSettings } from './data-source.js';
import { runMigrations } from './run-migrations.js';

export interface DatabaseModuleSettings extends Omit<DataSourceSettings, 'applicationName'> {
  readonly service: string;
  readonly logger: Logger;
  /** Gets the check `database`. */
  readonly health: HealthRegistry;
}

/** The service's database for Nest: connects, and brings the schema up to date before anything uses it. */
export function databaseModule({ service, health, ...rest }: DatabaseModuleSettings): DynamicModule {
  const settings = { ...rest, applicationName: `ilium ${service}` };
  return TypeOrmModule.forRootAsync({
    useFactory: () => dataSourceOptions(settings),
    dataSourceFactory: async () => {
      const dataSource = createDataSource(settings);
      await runMigrations(dataSource);
      health.add('database', () => dataSource.query('SELECT 1'));
      return dataSource;
    },
  });
}
