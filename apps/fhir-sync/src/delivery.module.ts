import type { HealthRegistry, Logger, Registry } from '@ilium/observability';
import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Deliveries } from './delivery/deliveries.js';
import { targetDelivery, type DeliveryTarget } from './delivery/target-delivery.js';
import { IncomingRecords } from './desired/incoming-records.js';
import { DeliveryMetrics } from './metrics.js';
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
    return {
      module: DeliveryModule,
      providers: [
        { provide: IncomingRecords, useValue: new IncomingRecords(targets) },
        {
          provide: Deliveries,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => {
            const context = { dataSource, logger, figures, metrics };
            const deliveries = new Deliveries(
              dataSource,
              targets,
              targets.map((target) => targetDelivery(target, context)),
              logger,
            );
            dataSource.subscribers.push(new WakeAfterCommit(() => deliveries.wake()));
            // The service is well while a target is not: it takes in what comes.
            for (const { name, trouble } of deliveries.all) health.add(`target-${name}`, trouble);
            return deliveries;
          },
        },
      ],
      exports: [IncomingRecords, Deliveries],
    };
  }
}
