import { messagingEntities, messagingMigrations, type DataSourceSettings } from '@ilium/persistence';
import { CreateIntakeTables1764460000000 } from './source-messages/create-intake-tables.migration.js';

/** All tables of this service, and how they came to be. Messages are written set by set, without entities. */
export const entities: DataSourceSettings['entities'] = messagingEntities;
export const migrations: DataSourceSettings['migrations'] = [...messagingMigrations, CreateIntakeTables1764460000000];
