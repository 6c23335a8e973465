import { KafkaBatchStrategy } from '@ilium/messaging';
import type { ServiceContext } from '@ilium/observability';
import { databaseModule } from '@ilium/persistence';
import { ACCESS } from '@ilium/security';
import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { IdentityDecisionsController } from './api/identity-decisions.controller.js';
import { PUBLIC_KEYS, PublicKeysController, publicKeysOf } from './api/public-keys.controller.js';
import { ReadBacksController } from './api/read-backs.controller.js';
import { ReconciliationsController } from './api/reconciliations.controller.js';
import { RecordsStatusRepository } from './api/records-status.repository.js';
import { StatusController } from './api/status.controller.js';
import { WorkController } from './api/work.controller.js';
import { WorkRepository } from './api/work.repository.js';
import type { FhirSyncConfig } from './config.js';
import { entities, migrations } from './database.js';
import { DeliveryModule } from './delivery.module.js';
import { FhirBundlesConsumer } from './fhir-bundles.consumer.js';
import { Hl7OutController } from './lanes/hl7v2-out/hl7-out.controller.js';
import { IdentityDecisionsRepository } from './identity/identity-decisions.repository.js';
import { deliverySettings } from './settings.js';

type Context = ServiceContext<FhirSyncConfig>;

@Module({})
export class AppModule {
  static forRoot(this: void, context: Context): DynamicModule {
    const { config, logger, metrics, health } = context;
    const targets = config.targets.map((target) => ({ ...target, settings: deliverySettings(target) }));
    const connections = config.targets.reduce((sum, { FHIR_CONCURRENCY }) => sum + FHIR_CONCURRENCY, 0);
    return {
      module: AppModule,
      imports: [
        databaseModule({
          ...context,
          url: config.DATABASE_URL,
          entities,
          migrations,
          poolSize: 10 + connections,
        }),
        DeliveryModule.forRoot({ targets, logger, metrics, health }),
      ],
      controllers: [
        FhirBundlesConsumer,
        StatusController,
        WorkController,
        IdentityDecisionsController,
        ReadBacksController,
        ReconciliationsController,
        PublicKeysController,
        Hl7OutController,
      ],
      providers: [
        RecordsStatusRepository,
        WorkRepository,
        IdentityDecisionsRepository,
        { provide: ACCESS, useValue: config.access },
        { provide: PUBLIC_KEYS, useValue: publicKeysOf(config.targets) },
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
