import { KafkaBatchStrategy } from '@ilium/messaging';
import type { ServiceContext } from '@ilium/observability';
import { createDataSource, dataSourceOptions, runMigrations } from '@ilium/persistence';
import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { OpenApiController } from './api/openapi.controller.js';
import { OutcomesController } from './api/outcomes.controller.js';
import { StatusController } from './api/status.controller.js';
import type { AnalyticsConfig } from './config.js';
import { entities, migrations } from './database.js';
import { OutcomeFactsRepository } from './facts/outcome-facts.repository.js';
import { OutcomeObservationsConsumer } from './outcome-observations.consumer.js';
import { RollupsRepository } from './rollups/rollups.repository.js';
import { SummaryRepository } from './summary/summary.repository.js';

type Context = ServiceContext<AnalyticsConfig>;

@Module({})
export class AppModule {
  static forRoot(this: void, context: Context): DynamicModule {
    return {
      module: AppModule,
      imports: [database(context)],
      controllers: [OutcomeObservationsConsumer, OutcomesController, StatusController, OpenApiController],
      providers: [
        OutcomeFactsRepository,
        RollupsRepository,
        SummaryRepository,
        {
          provide: KafkaBatchStrategy,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => strategy(context, dataSource),
        },
      ],
    };
  }
}

/** Connects, and brings the schema up to date before anything uses it. */
function database({ service, config, logger, health }: Context): DynamicModule {
  const settings = { url: config.DATABASE_URL, entities, migrations, applicationName: `ilium ${service}`, logger };
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

function strategy({ config, ...context }: Context, dataSource: DataSource): KafkaBatchStrategy {
  return new KafkaBatchStrategy({
    ...context,
    brokers: config.KAFKA_BROKERS,
    topicPrefix: config.TOPIC_PREFIX,
    acceptedLosses: config.ACCEPT_LOSS,
    inboxDays: config.INBOX_DAYS,
    dataSource,
  });
}
