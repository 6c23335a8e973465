import { KafkaBatchStrategy } from '@ilium/messaging';
import { LOGGER, type Logger, type ServiceContext } from '@ilium/observability';
import { databaseModule } from '@ilium/persistence';
import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OpenApiController } from './api/openapi.controller.js';
import { OutcomesController } from './api/outcomes.controller.js';
import { StatisticsController } from './api/statistics.controller.js';
import { StatusController } from './api/status.controller.js';
import type { AnalyticsConfig } from './config.js';
import { entities, migrations } from './database.js';
import { OutcomeFactsRepository } from './facts/outcome-facts.repository.js';
import { OutcomeObservationsConsumer } from './outcome-observations.consumer.js';
import { CellsRepository } from './questions/cells.repository.js';
import { CountsRepository } from './questions/counts.repository.js';
import { RollupKeeper } from './rollups/rollup-keeper.js';
import { SummaryRepository } from './summary/summary.repository.js';

type Context = ServiceContext<AnalyticsConfig>;

@Module({})
export class AppModule {
  static forRoot(this: void, context: Context): DynamicModule {
    const { config } = context;
    return {
      module: AppModule,
      imports: [databaseModule({ ...context, url: config.DATABASE_URL, entities, migrations })],
      controllers: [
        OutcomeObservationsConsumer,
        OutcomesController,
        StatisticsController,
        StatusController,
        OpenApiController,
      ],
      providers: [
        OutcomeFactsRepository,
        SummaryRepository,
        CountsRepository,
        CellsRepository,
        {
          provide: RollupKeeper,
          inject: [DataSource, LOGGER],
          useFactory: (dataSource: DataSource, logger: Logger) => new RollupKeeper(dataSource, logger),
        },
        {
          provide: KafkaBatchStrategy,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => strategy(context, dataSource),
        },
      ],
    };
  }
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
