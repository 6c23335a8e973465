import type { HealthRegistry, Logger, Registry } from '@ilium/observability';
import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { authorizationOf } from './authorization/authorization-of.js';
import type { EntrySettings } from './authorization/settings.js';
import { DesiredRecordsRepository } from './desired/desired-records.repository.js';
import { RepositoryLane } from './lanes/repository.js';
import { DeliveryMetrics } from './metrics.js';
import { ReconcileService } from './reconcile/reconcile.service.js';
import type { DeliverySettings } from './settings.js';
import { FhirTarget } from './target/fhir-target.js';
import { ServerPlaces } from './target/server-places.js';
import { TargetWatch, type TargetStatus } from './target/target-watch.js';
import { WakeAfterCommit } from './wake-after-commit.js';

export interface DeliveryOptions {
  readonly baseUrl: string;
  readonly entry: EntrySettings;
  readonly settings: DeliverySettings;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly health: HealthRegistry;
}

/** The desired records, and the loop that makes the FHIR server hold them. Needs the `DataSource` of the service. */
@Module({})
export class DeliveryModule {
  static forRoot(options: DeliveryOptions): DynamicModule {
    const { settings, logger, metrics, health } = options;
    const figures = new DeliveryMetrics(metrics);
    const target = targetOf(options, figures);
    const watch = new TargetWatch(target, settings.breaker, logger);
    figures.watchTarget(() => watch.status().reachable);
    // The service is well while the target is not: it takes in what comes.
    health.add('fhir-server', () => said(watch.status()));
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

function targetOf({ baseUrl, entry, settings }: DeliveryOptions, { request: observe }: DeliveryMetrics): FhirTarget {
  const { authorization, ...rest } = entry;
  const { timeoutMs, tokens } = settings;
  const letIn = authorizationOf(authorization, { ...rest, baseUrl, timeoutMs, tokens, observe });
  return new FhirTarget({ ...settings, ...rest, baseUrl }, letIn, observe);
}

function said({ lastError, advice }: TargetStatus): string | undefined {
  return lastError === null || advice === undefined ? (lastError ?? undefined) : `${lastError}: ${advice}`;
}
