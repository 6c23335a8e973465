import type { HealthRegistry, Logger, Registry } from '@ilium/observability';
import type { DataSource, EntityManager } from 'typeorm';
import type { Outgoing } from './batch.js';

export interface OutboxOptions {
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly dataSource: DataSource;
  readonly logger?: Logger;
  readonly metrics?: Registry;
  readonly health?: HealthRegistry;
}

/** Publishes what transactions have committed, in order, and sweeps up what a crash left. */
export class OutboxSender {
  constructor(readonly options: OutboxOptions) {}

  start(): Promise<void> {
    throw new Error('not built yet');
  }

  /** Runs `work` in a transaction, stores what it wants published in the same, and publishes it after the commit. */
  transact<T>(
    _work: (manager: EntityManager) => Promise<{ readonly result: T; readonly publish: readonly Outgoing[] }>,
  ): Promise<T> {
    throw new Error('not built yet');
  }

  /** Publishes what is still waiting, then closes. */
  close(): Promise<void> {
    throw new Error('not built yet');
  }
}
