import type { HealthRegistry, Logger, Registry } from '@ilium/observability';
import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Deliveries } from './delivery/deliveries.js';
import { targetDelivery, type DeliveryTarget } from './delivery/target-delivery.js';
import { HeldCounts } from './desired/held-counts.js';
import { IncomingRecords } from './desired/incoming-records.js';
import { DeliveryMetrics } from './metrics.js';
import { ReadBackMetrics } from './read-back/read-back-metrics.js';
import { ReadBacksRepository } from './read-back/read-backs.repository.js';
import { Reconciliations } from './reconciliation/reconciliations.js';
import { ReconciliationsRepository } from './reconciliation/reconciliations.repository.js';
import { WakeAfterCommit } from './wake-after-commit.js';

export interface DeliveryOptions {
  readonly targets: readonly DeliveryTarget[];
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly health: HealthRegistry;
}

/** The desired records, and the loops that make the targets hold them. Needs the `DataSource` of the service. */
@Module({})
export class DeliveryModule {
  static forRoot({ targets, logger, metrics, health }: DeliveryOptions): DynamicModule {
    const figures = new DeliveryMetrics(metrics);
    const readBackFigures = new ReadBackMetrics(metrics);
    return {
      module: DeliveryModule,
      providers: [
        { provide: IncomingRecords, useValue: new IncomingRecords(targets) },
        {
          provide: ReadBacksRepository,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => new ReadBacksRepository(dataSource),
        },
        {
          provide: ReconciliationsRepository,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => new ReconciliationsRepository(dataSource),
        },
        { provide: Reconciliations, inject: [Deliveries], useFactory: (all: Deliveries) => all.reconciliations },
        {
          provide: Deliveries,
          inject: [DataSource, ReadBacksRepository, ReconciliationsRepository],
          useFactory: (dataSource: DataSource, readBacks: ReadBacksRepository, runs: ReconciliationsRepository) => {
            const context = { dataSource, logger, figures, metrics, readBacks, readBackFigures };
            const all = targets.map((target) => targetDelivery(target, context));
            const reconciled = all.flatMap((one) => one.reconciled ?? []);
            const wake = () => deliveries.wake();
            const reconciliations = new Reconciliations({ runs, targets: reconciled, logger, wake });
            const deliveries = new Deliveries(dataSource, targets, all, reconciliations, logger);
            readBackFigures.watch(readBacks, health);
            figures.watchHeld(new HeldCounts(dataSource));
            dataSource.subscribers.push(new WakeAfterCommit(() => deliveries.wake()));
            // The service is well while a target is not: it takes in what comes.
            for (const { name, trouble } of deliveries.all) health.add(`target-${name}`, trouble);
            return deliveries;
          },
        },
      ],
      exports: [IncomingRecords, Deliveries, ReadBacksRepository, Reconciliations, ReconciliationsRepository],
    };
  }
}
