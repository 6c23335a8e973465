import type { Ledger } from '@ilium/contracts';
import type { DataSource } from 'typeorm';
import type { KafkaBatchStrategy } from './kafka.strategy.js';

/** `GET /v1/ledger` of a consuming service: what it received, and what became of it. */
export function readLedger(_dataSource: DataSource, _strategy: KafkaBatchStrategy): Promise<Ledger> {
  throw new Error('not built yet');
}
