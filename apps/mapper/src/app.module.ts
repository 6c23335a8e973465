import type { Ids } from '@ilium/clinical';
import { KafkaBatchStrategy, OutboxSender } from '@ilium/messaging';
import type { ServiceContext } from '@ilium/observability';
import { ACCESS, RECORDS_ACCESS } from '@ilium/security';
import { databaseModule } from '@ilium/persistence';
import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FollowedController } from './api/followed.controller.js';
import { BehindOutcomesController } from './api/behind-outcomes.controller.js';
import { OpenApiController } from './api/openapi.controller.js';
import { ResolutionsController } from './api/resolutions.controller.js';
import { StatusController } from './api/status.controller.js';
import { UnmappedController } from './api/unmapped.controller.js';
import { asOfDay, rulesOf, type MapperConfig } from './config.js';
import { entities, migrations } from './database.js';
import { DerivePatientsService } from './derive-patients.service.js';
import { DuePatientsSweep } from './due-patients.sweep.js';
import { BehindOutcomesService } from './behind-outcomes.service.js';
import { keyedIds } from './keyed-ids.js';
import { ProcedureEventsConsumer } from './procedure-events.consumer.js';
import { ResolutionsSweep } from './resolutions.sweep.js';
import { ResolveCodesService } from './resolve-codes.service.js';
import { RulesInUse } from './rules-in-use.js';
import { checkIdKey } from './rules-version.js';
import { AS_OF, IDS } from './tokens.js';

type Context = ServiceContext<MapperConfig>;

@Module({})
export class AppModule {
  static forRoot(this: void, context: Context): DynamicModule {
    const { config } = context;
    return {
      module: AppModule,
      imports: [databaseModule({ ...context, url: config.DATABASE_URL, entities, migrations })],
      controllers: [
        ProcedureEventsConsumer,
        StatusController,
        FollowedController,
        UnmappedController,
        BehindOutcomesController,
        ResolutionsController,
        OpenApiController,
      ],
      providers: [
        { provide: IDS, useFactory: () => keyedIds(config.ID_KEY) },
        { provide: AS_OF, useValue: () => asOfDay(config) },
        { provide: ACCESS, useValue: config.access },
        { provide: RECORDS_ACCESS, useValue: config.recordsAccess },
        BehindOutcomesService,
        {
          provide: RulesInUse,
          inject: [DataSource, IDS],
          useFactory: (dataSource: DataSource, ids: Ids) => rulesInUse(config, dataSource, ids),
        },
        {
          provide: DerivePatientsService,
          inject: [RulesInUse],
          useFactory: (rules: RulesInUse) => new DerivePatientsService(rules),
        },
        {
          provide: ResolveCodesService,
          inject: [DataSource, IDS, ResolutionsSweep],
          useFactory: (dataSource: DataSource, ids: Ids, sweep: ResolutionsSweep) => {
            return new ResolveCodesService({ dataSource, ids, site: config.site, onSpoken: () => sweep.look() });
          },
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
        ResolutionsSweep,
      ],
    };
  }
}

async function rulesInUse(config: MapperConfig, dataSource: DataSource, ids: Ids): Promise<RulesInUse> {
  await checkIdKey(dataSource, ids);
  return RulesInUse.open({
    dataSource,
    rules: rulesOf(config),
    ids,
    asOf: () => asOfDay(config),
    site: config.site.name,
  });
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
