import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { RegularWork } from '@ilium/messaging';
import type { Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { leftAloneSql } from '../desired/route-sql.js';
import { StoredRoutes } from '../desired/route-stored.js';
import type { Destination } from '../desired/routes.js';
import type { Reconciliations } from '../reconciliation/reconciliations.js';
import type { TargetDelivery } from './target-delivery.js';

/** Instances are replaced one by one, and leases of the old ones end. */
const afterRollOutMs = 180_000;
const dayMs = 86_400_000;
/** PostgreSQL away, for example. */
const afterErrorMs = 1_000;

/**
 * The deliveries of all targets, for as long as the service runs. That of a target whose lanes were changed begins when what is
 * stored follows; nobody else waits for that.
 */
export class Deliveries implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #routing = new RegularWork((signal) => this.#route(signal));
  readonly #routes: StoredRoutes;
  readonly #started = new Set<string>();
  #isFirst = true;

  constructor(
    dataSource: DataSource,
    private readonly destinations: readonly Destination[],
    readonly all: readonly TargetDelivery[],
    readonly reconciliations: Reconciliations,
    private readonly logger: Logger,
  ) {
    this.#routes = new StoredRoutes(dataSource, logger);
    this.#leftAlone = () => dataSource.query(leftAloneSql, [destinations.map(({ name }) => name)]);
  }

  readonly #leftAlone: () => Promise<{ target: string; count: number }[]>;

  onApplicationBootstrap(): void {
    this.#routing.start();
    this.reconciliations.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#routing.stop();
    await Promise.all([this.reconciliations.stop(), ...this.all.map(({ stop }) => stop())]);
  }

  /** Each time but the first all are gone through: instances of the former configuration may have gone on for a while. */
  async #route(signal: AbortSignal): Promise<number> {
    try {
      const following = this.#isFirst ? await this.#routes.following(this.destinations) : new Set<string>();
      for (const name of following) this.#start(name);
      const others = this.destinations.filter(({ name }) => !following.has(name));
      for (const destination of others) {
        if (!(await this.#routes.reroute(destination, signal))) return 0;
        this.#start(destination.name);
      }
      for (const destination of others) {
        if (!(await this.#routes.complete(destination, signal))) return 0;
        await this.#routes.routed(destination);
        this.wake();
      }
      if (this.#isFirst) await this.#tellLeftAlone();
    } catch (error) {
      this.logger.warn('routing what is stored failed; it is tried again', { error });
      return afterErrorMs;
    }
    const wasFirst = this.#isFirst;
    this.#isFirst = false;
    return wasFirst ? afterRollOutMs : dayMs;
  }

  #start(name: string): void {
    if (this.#started.has(name)) return;
    this.#started.add(name);
    this.all.find((one) => one.name === name)?.start();
  }

  /** A target that was taken out of the site file keeps what it has, and gets nothing more. */
  async #tellLeftAlone(): Promise<void> {
    for (const row of await this.#leftAlone())
      this.logger.warn('records are kept for a target that no site file names', row);
  }

  /** There may be something to do. */
  wake(): void {
    for (const { wake } of this.all) wake();
  }
}
