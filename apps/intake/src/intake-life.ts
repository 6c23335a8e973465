import { OutboxSender } from '@ilium/messaging';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { MllpDoors } from './mllp-doors.js';
import { GroupCommit } from './source-messages/group-commit.js';
import { Retention } from './source-messages/retention.js';

/** Starts what is behind the doors, and stops it in the order of a message's way: what was taken is answered and published. */
@Injectable()
export class IntakeLife implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly listeners: MllpDoors,
    private readonly store: GroupCommit,
    private readonly outbox: OutboxSender,
    private readonly retention: Retention,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.outbox.start();
    this.retention.start();
    await this.listeners.open();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.listeners.close();
    await this.store.flushed();
    await Promise.all([this.outbox.close(), this.retention.stop()]);
  }
}
