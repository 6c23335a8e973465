import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Destination } from '../desired/routes.js';
import { routeStored } from '../desired/route-stored.js';
import type { Reconciliations } from '../reconciliation/reconciliations.js';
import type { TargetDelivery } from './target-delivery.js';

/** The deliveries of all targets, for as long as the service runs. */
export class Deliveries implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly dataSource: DataSource,
    private readonly destinations: readonly Destination[],
    readonly all: readonly TargetDelivery[],
    readonly reconciliations: Reconciliations,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await routeStored(this.dataSource, this.destinations);
    for (const { start } of this.all) start();
    this.reconciliations.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.reconciliations.stop(), ...this.all.map(({ stop }) => stop())]);
  }

  /** There may be something to do. */
  wake(): void {
    for (const { wake } of this.all) wake();
  }
}
