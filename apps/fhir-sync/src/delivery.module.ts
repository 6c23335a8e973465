import type { Logger, Registry } from '@ilium/observability';
import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DesiredRecordsRepository } from './desired/desired-records.repository.js';
import { RepositoryLane } from './lanes/repository.js';
import { DeliveryMetrics } from './metrics.js';
import { ReconcileService } from './reconcile/reconcile.service.js';
import type { DeliverySettings } from './settings.js';
import { FhirTarget } from './target/fhir-target.js';
import { ServerPlaces } from './target/server-places.js';
import { TargetWatch } from './target/target-watch.js';
import { WakeAfterCommit } from './wake-after-commit.js';

export interface DeliveryOptions {
  readonly baseUrl: string;
  readonly settings: DeliverySettings;
  readonly logger: Logger;
  readonly metrics: Registry;
}

/** The desired records, and the loop that makes the FHIR server hold them. Needs the `DataSource` of the service. */
@Module({})
export class DeliveryModule {
  static forRoot(options: DeliveryOptions): DynamicModule {
    const { baseUrl, settings, logger, metrics } = options;
    const figures = new DeliveryMetrics(metrics);
    const target = new FhirTarget({ ...settings, baseUrl }, figures.request);
    const watch = new TargetWatch(target, settings.breaker, logger);
    figures.watchTarget(() => watch.status().reachable);
    const reconcile: FactoryProvider<ReconcileService> = {
      provide: ReconcileService,
      inject: [DataSource, DesiredRecordsRepository],
      useFactory: (dataSource: DataSource, records: DesiredRecordsRepository) => {
        const lane = new RepositoryLane(target);
        const places = new ServerPlaces(target);
        const parts = { ...settings, records, target, lane, places, watch, logger, count: figures.settled };
        const service = new ReconcileService(parts, settings);
        dataSource.subscribers.push(new WakeAfterCommit(() => service.wake()));
        return service;
      },
    };
    return {
      module: DeliveryModule,
      providers: [
        DesiredRecordsRepository,
        reconcile,
        { provide: FhirTarget, useValue: target },
        { provide: TargetWatch, useValue: watch },
      ],
      exports: [DesiredRecordsRepository, FhirTarget, TargetWatch],
    };
  }
}
