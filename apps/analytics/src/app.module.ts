import { KafkaBatchStrategy } from '@ilium/messaging';
import { HealthRegistry, LOGGER, type Logger, type ServiceContext } from '@ilium/observability';
import { databaseModule } from '@ilium/persistence';
import { AccessModule } from '@ilium/security';
import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MovementsController } from './api/movements.controller.js';
import { OpenApiController } from './api/openapi.controller.js';
import { OutcomesController } from './api/outcomes.controller.js';
import { StatementsController } from './api/statements.controller.js';
import { StatisticsController } from './api/statistics.controller.js';
import { StatusController } from './api/status.controller.js';
import type { AnalyticsConfig } from './config.js';
import { entities, migrations } from './database.js';
import { EpisodesController } from './episodes/episodes.controller.js';
import { ExportsController } from './exports/exports.controller.js';
import { FactsReader } from './exports/facts.reader.js';
import { MEASURE_REPORT_SETTINGS, measureReportSettings } from './exports/measure-report-settings.js';
import { MeasureReportsController } from './exports/measure-reports.controller.js';
import { OutcomeFactsRepository } from './facts/outcome-facts.repository.js';
import { OutcomeObservationsConsumer } from './outcome-observations.consumer.js';
import { Moments } from './questions/moments.js';
import { RollupKeeper } from './rollups/rollup-keeper.js';
import { PublishedStatementsRepository } from './statements/published-statements.repository.js';
import { STATEMENT_SETTINGS, statementSettings } from './statements/statement-settings.js';
import { StatementsService } from './statements/statements.service.js';
import { SummaryRepository } from './summary/summary.repository.js';

type Context = ServiceContext<AnalyticsConfig>;

@Module({})
export class AppModule {
  static forRoot(this: void, context: Context): DynamicModule {
    const { config } = context;
    return {
      module: AppModule,
      imports: [
        databaseModule({ ...context, url: config.DATABASE_URL, entities, migrations }),
        AccessModule.forRoot(config.access),
      ],
      controllers: [
        OutcomeObservationsConsumer,
        OutcomesController,
        StatisticsController,
        EpisodesController,
        StatementsController,
        MovementsController,
        ExportsController,
        MeasureReportsController,
        StatusController,
        OpenApiController,
      ],
      providers: [
        OutcomeFactsRepository,
        SummaryRepository,
        Moments,
        PublishedStatementsRepository,
        StatementsService,
        FactsReader,
        { provide: MEASURE_REPORT_SETTINGS, useValue: measureReportSettings(config) },
        { provide: STATEMENT_SETTINGS, useValue: statementSettings(config, config.site.rules) },
        {
          provide: RollupKeeper,
          inject: [DataSource, LOGGER, HealthRegistry],
          useFactory: (dataSource: DataSource, logger: Logger, health: HealthRegistry) =>
            new RollupKeeper(dataSource, logger, health),
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
