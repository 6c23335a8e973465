import { randomUUID } from 'node:crypto';
import type { ServiceContext } from '@ilium/observability';
import { Module, type DynamicModule } from '@nestjs/common';
import type { IntakeConfig } from '../config.js';
import { Hl7Settling } from '../hl7/settle-message.js';
import { DoorClock } from '../source-messages/door-clock.js';
import { GroupCommit } from '../source-messages/group-commit.js';
import { StoreConnections } from '../source-messages/store-connections.js';
import { Custody } from './custody.js';
import { createJournalMetrics } from './journal-metrics.js';
import { JournalRows } from './journal-rows.js';
import { Journal } from './journal.js';
import { Settlement } from './settlement.js';

type Context = ServiceContext<IntakeConfig>;

/** What makes messages of the doors for HL7 v2 durable, and what stores them one by one after that. */
@Module({})
export class JournalModule {
  static forRoot(context: Context): DynamicModule {
    const providers = [
      {
        provide: JournalAndSettlement,
        inject: [StoreConnections, GroupCommit, DoorClock],
        useFactory: ({ dataSource }: StoreConnections, store: GroupCommit, clock: DoorClock) =>
          new JournalAndSettlement(context, dataSource, store, clock),
      },
      { provide: Journal, inject: [JournalAndSettlement], useFactory: (both: JournalAndSettlement) => both.journal },
      {
        provide: Settlement,
        inject: [JournalAndSettlement],
        useFactory: (both: JournalAndSettlement) => both.settlement,
      },
      { provide: Custody, inject: [JournalAndSettlement], useFactory: (both: JournalAndSettlement) => both.custody },
    ];
    return { module: JournalModule, providers, exports: [Journal, Settlement, Custody] };
  }
}

/** Each knows the other: what is committed is settled, and settling gives way to what comes in. */
class JournalAndSettlement {
  readonly journal: Journal;
  readonly settlement: Settlement;
  readonly custody: Custody;

  constructor(
    { config, logger, metrics: registry, health }: Context,
    dataSource: StoreConnections['dataSource'],
    store: GroupCommit,
    clock: DoorClock,
  ) {
    const rows = new JournalRows(dataSource, config.bodyKeys, randomUUID());
    const metrics = createJournalMetrics(registry);
    const { read, unread } = new Hl7Settling(config.sites);
    this.settlement = new Settlement({
      ...{ rows, store, read, unread, logger, metrics },
      isBusy: () => this.journal.isBusy,
    });
    this.journal = new Journal({ rows, clock, logger, metrics, settle: (row) => this.settlement.offer(row) });
    this.custody = new Custody({ rows, logger, settle: (row) => this.settlement.offer(row) });
    health.add('journal', () => {
      this.journal.presence.check();
      this.settlement.check();
    });
  }
}
