import { OutboxSender } from '@ilium/messaging';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { GroupCommit } from './source-messages/group-commit.js';
import { Retention } from './source-messages/retention.js';

/** Starts what is behind the doors, and stops it in the order of a message's way: what was taken is answered and published. */
@Injectable()
export class IntakeLife implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly store: GroupCommit,
    private readonly outbox: OutboxSender,
    private readonly retention: Retention,
  ) {}

  onApplicationBootstrap(): void {
    this.outbox.start();
    this.retention.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.store.flushed();
    await Promise.all([this.outbox.close(), this.retention.stop()]);
  }
}
