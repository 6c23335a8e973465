import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { RegularWork } from '@ilium/messaging';
import type { Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import type { Destination } from '../desired/routes.js';
import { routeStored } from '../desired/route-stored.js';
import { leftAloneSql } from '../desired/route-sql.js';
import type { Reconciliations } from '../reconciliation/reconciliations.js';
import type { TargetDelivery } from './target-delivery.js';

/** Instances are replaced one by one, and leases of the old ones end. */
const afterRollOutMs = 180_000;
const dayMs = 86_400_000;

/** The deliveries of all targets, for as long as the service runs. */
export class Deliveries implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Instances of the former configuration may have gone on for a while: what they left behind is routed as well. */
  readonly #routing = new RegularWork(() => this.#routeAgain(), afterRollOutMs);

  constructor(
    private readonly dataSource: DataSource,
    private readonly destinations: readonly Destination[],
    readonly all: readonly TargetDelivery[],
    readonly reconciliations: Reconciliations,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await routeStored(this.dataSource, this.destinations);
    await this.#tellLeftAlone();
    for (const { start } of this.all) start();
    this.#routing.start();
    this.reconciliations.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.#routing.stop(), this.reconciliations.stop(), ...this.all.map(({ stop }) => stop())]);
  }

  async #routeAgain(): Promise<number> {
    try {
      await routeStored(this.dataSource, this.destinations);
    } catch (error) {
      this.logger.warn('routing anew failed', { error });
    }
    return dayMs;
  }

  /** A target that was taken out of the site file keeps what it has, and gets nothing more. */
  async #tellLeftAlone(): Promise<void> {
    const names = this.destinations.map(({ name }) => name);
    const rows: { target: string; count: number }[] = await this.dataSource.query(leftAloneSql, [names]);
    for (const row of rows) this.logger.warn('records are kept for a target that no site file names', row);
  }

  /** There may be something to do. */
  wake(): void {
    for (const { wake } of this.all) wake();
  }
}
