import { OutboxSender } from '@ilium/messaging';
import { LOGGER, type Logger, type ServiceContext } from '@ilium/observability';
import { databaseModule } from '@ilium/persistence';
import { ACCESS } from '@ilium/security';
import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MessagesController } from './api/messages.controller.js';
import { StatusController } from './api/status.controller.js';
import type { IntakeConfig } from './config.js';
import { entities, migrations } from './database.js';
import { IntakeLife } from './intake-life.js';
import { MllpDoors } from './mllp-doors.js';
import { GroupCommit } from './source-messages/group-commit.js';
import { createMessageStoreMetrics } from './source-messages/message-store-metrics.js';
import { Retention } from './source-messages/retention.js';
import { SourceMessagesRepository } from './source-messages/source-messages.repository.js';

type Context = ServiceContext<IntakeConfig>;

@Module({})
export class AppModule {
  static forRoot(this: void, context: Context): DynamicModule {
    const { config } = context;
    return {
      module: AppModule,
      imports: [databaseModule({ ...context, url: config.DATABASE_URL, entities, migrations })],
      controllers: [StatusController, MessagesController],
      providers: [
        { provide: ACCESS, useValue: config.access },
        {
          provide: OutboxSender,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => outbox(context, dataSource),
        },
        {
          provide: GroupCommit,
          inject: [DataSource, OutboxSender],
          useFactory: (dataSource: DataSource, sender: OutboxSender) => store(context, dataSource, sender),
        },
        {
          provide: SourceMessagesRepository,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => new SourceMessagesRepository(dataSource, config.bodyKeys),
        },
        {
          provide: Retention,
          inject: [DataSource, LOGGER],
          useFactory: (dataSource: DataSource, logger: Logger) => retention(config, dataSource, logger),
        },
        {
          provide: MllpDoors,
          inject: [GroupCommit],
          useFactory: (messages: GroupCommit) => new MllpDoors({ ...context, sites: config.sites, store: messages }),
        },
        IntakeLife,
      ],
    };
  }
}

function outbox({ config, ...context }: Context, dataSource: DataSource): OutboxSender {
  return new OutboxSender({
    ...context,
    brokers: config.KAFKA_BROKERS,
    topicPrefix: config.TOPIC_PREFIX,
    dataSource,
  });
}

function store(
  { config, logger, metrics, health }: Context,
  dataSource: DataSource,
  sender: OutboxSender,
): GroupCommit {
  const keys = { idKey: config.ID_KEY, bodyKeys: config.bodyKeys };
  const made = new GroupCommit({
    dataSource,
    outbox: sender,
    keys,
    logger,
    metrics: createMessageStoreMetrics(metrics),
  });
  health.add('message-store', () => made.check());
  return made;
}

function retention(config: IntakeConfig, dataSource: DataSource, logger: Logger): Retention {
  const { bodyKeys, BODY_DAYS: bodyDays, MESSAGE_DAYS: messageDays } = config;
  return new Retention({ dataSource, logger, bodyKeys, bodyDays, messageDays });
}
