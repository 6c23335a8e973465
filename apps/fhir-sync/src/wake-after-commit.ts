import type { EntityManager, EntitySubscriberInterface, TransactionCommitEvent } from 'typeorm';

const mark = 'wakeAfterCommit';

/** Has `WakeAfterCommit` wake the reconciler when the transaction of this manager is committed. */
export function wakeAfterCommit(manager: EntityManager): void {
  if (manager.queryRunner !== undefined) manager.queryRunner.data[mark] = true;
}

/** Tells the reconciler of new records as soon as it can see them, which is not before their transaction is committed. */
export class WakeAfterCommit implements EntitySubscriberInterface {
  constructor(private readonly wake: () => void) {}

  afterTransactionCommit({ queryRunner }: TransactionCommitEvent): void {
    if (!queryRunner.data[mark]) return;
    delete queryRunner.data[mark];
    this.wake();
  }
}
