import { KafkaBatchStrategy } from '@ilium/messaging';
import type { ServiceContext } from '@ilium/observability';
import { databaseModule } from '@ilium/persistence';
import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PUBLIC_KEYS, PublicKeysController, publicKeysOf } from './api/public-keys.controller.js';
import { RecordsStatusRepository } from './api/records-status.repository.js';
import { StatusController } from './api/status.controller.js';
import type { FhirSyncConfig } from './config.js';
import { entities, migrations } from './database.js';
import { DeliveryModule } from './delivery.module.js';
import { FhirBundlesConsumer } from './fhir-bundles.consumer.js';
import { hl7OutSettings } from './lanes/hl7v2-out/hl7-out-settings.js';
import { Hl7v2OutModule } from './lanes/hl7v2-out/hl7v2-out.module.js';
import { deliverySettings } from './settings.js';

type Context = ServiceContext<FhirSyncConfig>;

@Module({})
export class AppModule {
  static forRoot(this: void, context: Context): DynamicModule {
    const { config, logger, metrics, health } = context;
    const { FHIR_BASE_URL: baseUrl, entry } = config;
    const delivery = { baseUrl, entry, settings: deliverySettings(config), logger, metrics, health };
    const hl7Out = hl7OutSettings(config);
    return {
      module: AppModule,
      imports: [
        databaseModule({
          ...context,
          url: config.DATABASE_URL,
          entities,
          migrations,
          poolSize: 10 + config.FHIR_CONCURRENCY,
        }),
        DeliveryModule.forRoot(delivery),
        ...(hl7Out === undefined ? [] : [Hl7v2OutModule.forRoot({ settings: hl7Out, logger, metrics })]),
      ],
      controllers: [FhirBundlesConsumer, StatusController, PublicKeysController],
      providers: [
        RecordsStatusRepository,
        { provide: PUBLIC_KEYS, useValue: publicKeysOf(entry.authorization) },
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
