import { setTimeout as wait } from 'node:timers/promises';
import { OutboxSender } from '@ilium/messaging';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { FolderWatch } from './files/watch/folder-watch.js';
import { Custody } from './journal/custody.js';
import { Journal } from './journal/journal.js';
import { Settlement } from './journal/settlement.js';
import { MllpDoors } from './mllp-doors.js';
import { GroupCommit } from './source-messages/group-commit.js';
import { Retention } from './source-messages/retention.js';

const closeWithinMs = 12_000;
/** What is acknowledged and not settled by then is settled after the next start. */
const settleWithinMs = 4_000;
const stepMs = 3_000;

/** Opens the doors when what is behind them stands, and stops in the order of a message's way: what was taken is answered and published. */
@Injectable()
export class IntakeLife implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly listeners: MllpDoors,
    private readonly folders: FolderWatch,
    private readonly journal: Journal,
    private readonly settlement: Settlement,
    private readonly custody: Custody,
    private readonly store: GroupCommit,
    private readonly outbox: OutboxSender,
    private readonly retention: Retention,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.outbox.start();
    this.custody.start();
    this.retention.start();
    this.folders.start();
    await this.listeners.open();
  }

  /** Whoever waits without an answer then sends again, and the outbox is swept: what is away must not hold the stop up. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.race([this.#close(), wait(closeWithinMs, undefined, { ref: false })]);
  }

  async #close(): Promise<void> {
    await within(stepMs, this.listeners.close(), this.folders.stop());
    await within(stepMs, this.journal.close());
    await this.settlement.close(settleWithinMs);
    await within(stepMs, this.custody.stop());
    await within(stepMs, this.store.close());
    await within(closeWithinMs, this.outbox.close(), this.retention.stop());
  }
}

/** A step that does not end, because what it needs is away, keeps no later one from its turn. */
async function within(ms: number, ...steps: readonly Promise<unknown>[]): Promise<void> {
  await Promise.race([Promise.allSettled(steps), wait(ms, undefined, { ref: false })]);
}
