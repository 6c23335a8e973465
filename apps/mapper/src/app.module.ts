import type { Ids } from '@ilium/clinical';
import { KafkaBatchStrategy, OutboxSender } from '@ilium/messaging';
import type { ServiceContext } from '@ilium/observability';
import { createDataSource, dataSourceOptions, runMigrations } from '@ilium/persistence';
import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { StatusController } from './api/status.controller.js';
import { asOfDay, rulesOf, type MapperConfig } from './config.js';
import { entities, migrations } from './database.js';
import { DerivePatientsService } from './derive-patients.service.js';
import { DuePatientsSweep } from './due-patients.sweep.js';
import { keyedIds } from './keyed-ids.js';
import { ProcedureEventsConsumer } from './procedure-events.consumer.js';
import { checkIdKey, registerRules } from './rules-version.js';
import { AS_OF, IDS } from './tokens.js';

type Context = ServiceContext<MapperConfig>;

@Module({})
export class AppModule {
  static forRoot(this: void, context: Context): DynamicModule {
    const { config } = context;
    return {
      module: AppModule,
      imports: [database(context)],
      controllers: [ProcedureEventsConsumer, StatusController],
      providers: [
        { provide: IDS, useFactory: () => keyedIds(config.ID_KEY) },
        { provide: AS_OF, useValue: () => asOfDay(config) },
        {
          provide: DerivePatientsService,
          inject: [DataSource, IDS],
          useFactory: (dataSource: DataSource, ids: Ids) => derivation(config, dataSource, ids),
        },
        {
          provide: OutboxSender,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => new OutboxSender(publishing(context, dataSource)),
        },
        {
          provide: KafkaBatchStrategy,
          inject: [DataSource, OutboxSender],
          useFactory: (dataSource: DataSource, outbox: OutboxSender) => consuming(context, dataSource, outbox),
        },
        DuePatientsSweep,
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

async function derivation(config: MapperConfig, dataSource: DataSource, ids: Ids): Promise<DerivePatientsService> {
  const rules = rulesOf(config);
  await checkIdKey(dataSource, ids);
  const rulesOrdinal = await registerRules(dataSource, rules, ids);
  return new DerivePatientsService({ rules, rulesOrdinal, ids, asOf: () => asOfDay(config) });
}

function publishing({ config, ...context }: Context, dataSource: DataSource) {
  return { ...context, brokers: config.KAFKA_BROKERS, topicPrefix: config.TOPIC_PREFIX, dataSource };
}

function consuming(context: Context, dataSource: DataSource, outbox: OutboxSender): KafkaBatchStrategy {
  const { ACCEPT_LOSS, INBOX_DAYS } = context.config;
  return new KafkaBatchStrategy({
    ...publishing(context, dataSource),
    outbox,
    acceptedLosses: ACCEPT_LOSS,
    inboxDays: INBOX_DAYS,
  });
}
