import { OutboxSender } from '@ilium/messaging';
import type { ServiceContext } from '@ilium/observability';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { IntakeConfig } from '../config.js';
import { MESSAGE_STORE } from '../tokens.js';
import { DoorClock } from './door-clock.js';
import { GroupCommit, type GroupCommitOptions } from './group-commit.js';
import { createMessageStoreMetrics } from './message-store-metrics.js';
import { Retention } from './retention.js';
import { SourceMessagesRepository } from './source-messages.repository.js';
import { StoreConnections } from './store-connections.js';

type Context = ServiceContext<IntakeConfig>;

/** What is behind all doors: the store of messages, what publishes their events, and what forgets them in time. */
@Global()
@Module({})
export class MessageStoreModule {
  static forRoot(context: Context): DynamicModule {
    const { config, logger } = context;
    const { bodyKeys, BODY_DAYS: bodyDays, MESSAGE_DAYS: messageDays } = config;
    const providers = [
      {
        provide: OutboxSender,
        inject: [DataSource],
        useFactory: (dataSource: DataSource) => openOutbox(context, dataSource),
      },
      {
        provide: StoreConnections,
        // After the one that brings the schema up to date.
        inject: [DataSource],
        useFactory: () => StoreConnections.open(context),
      },
      { provide: DoorClock, useValue: new DoorClock() },
      {
        provide: GroupCommit,
        inject: [StoreConnections, OutboxSender, DoorClock],
        useFactory: ({ dataSource }: StoreConnections, outbox: OutboxSender, clock: DoorClock) =>
          openStore(context, { dataSource, outbox, clock }),
      },
      { provide: MESSAGE_STORE, useExisting: GroupCommit },
      {
        provide: SourceMessagesRepository,
        inject: [DataSource],
        useFactory: (dataSource: DataSource) => new SourceMessagesRepository(dataSource, bodyKeys),
      },
      {
        provide: Retention,
        inject: [DataSource],
        useFactory: (dataSource: DataSource) => new Retention({ dataSource, logger, bodyKeys, bodyDays, messageDays }),
      },
    ];
    const exported = [
      ...[OutboxSender, StoreConnections, DoorClock, GroupCommit, MESSAGE_STORE],
      ...[SourceMessagesRepository, Retention],
    ];
    return { module: MessageStoreModule, providers, exports: exported };
  }
}

export function openOutbox({ config, ...context }: OutboxContext, dataSource: DataSource): OutboxSender {
  return new OutboxSender({
    ...context,
    brokers: config.KAFKA_BROKERS,
    topicPrefix: config.TOPIC_PREFIX,
    dataSource,
  });
}

/** Of a service, or of a command, which has neither metrics nor health to tell. */
type OutboxContext = Pick<Context, 'config' | 'logger'> & Partial<Pick<Context, 'metrics' | 'health'>>;

type StoreParts = Pick<GroupCommitOptions, 'dataSource' | 'outbox' | 'clock'>;

function openStore({ config, logger, metrics, health }: Context, parts: StoreParts) {
  const keys = { idKey: config.ID_KEY, bodyKeys: config.bodyKeys };
  const store = new GroupCommit({ ...parts, keys, logger, metrics: createMessageStoreMetrics(metrics) });
  health.add('message-store', () => store.presence.check());
  return store;
}
