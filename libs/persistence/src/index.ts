import { ConsumerOffset } from './messaging-tables/consumer-offset.entity.js';
import { CreateMessagingTables1763800000000 } from './messaging-tables/create-messaging-tables.migration.js';
import { FateCount } from './messaging-tables/fate-count.entity.js';
import { InboxRow } from './messaging-tables/inbox-row.entity.js';
import { KeepOutboxUncompressed1764900000000 } from './messaging-tables/keep-outbox-uncompressed.migration.js';
import { OutboxRow } from './messaging-tables/outbox-row.entity.js';

/** Add these to a service's own lists. */
export const messagingEntities = [ConsumerOffset, InboxRow, FateCount, OutboxRow];
export const messagingMigrations = [CreateMessagingTables1763800000000, KeepOutboxUncompressed1764900000000];

export { ConsumerOffset, FateCount, InboxRow, OutboxRow };
export { databaseModule, type DatabaseModuleSettings } from './database-module.js';
export { createDataSource, databaseTimeouts, dataSourceOptions, type DataSourceSettings } from './data-source.js';
export { StatementConnection, type Statement } from './statement-connection.js';
export { readBinaryRows } from './binary-rows.js';
export { provisionSchema, type SchemaOwner } from './provision-schema.js';
export { runMigrations } from './run-migrations.js';
export {
  stateBucketCount,
  stateBucketsSql,
  toStateSum,
  type StateBucketRow,
  type StateColumns,
} from './state-buckets.js';
