import { messagingEntities, messagingMigrations, type DataSourceSettings } from '@ilium/persistence';
import { CreateFhirState1764600000000 } from './fhir/state/create-fhir-state.migration.js';
import { CreateFileFeedings1764700000000 } from './files/feeding/create-file-feedings.migration.js';
import { CreateJournal1764800000000 } from './journal/create-journal.migration.js';
import { CreateIntakeTables1764460000000 } from './source-messages/create-intake-tables.migration.js';

/** All tables of this service, and how they came to be. Messages are written set by set, without entities. */
export const entities: DataSourceSettings['entities'] = messagingEntities;
export const migrations: DataSourceSettings['migrations'] = [
  ...messagingMigrations,
  CreateIntakeTables1764460000000,
  CreateFhirState1764600000000,
  CreateFileFeedings1764700000000,
  CreateJournal1764800000000,
];
