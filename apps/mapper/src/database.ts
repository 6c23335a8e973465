import { messagingEntities, messagingMigrations, type DataSourceSettings } from '@ilium/persistence';
import { CodeResolutions1763800500000 } from './store/code-resolutions.migration.js';
import { CreateMapperTables1763800100000 } from './store/create-mapper-tables.migration.js';
import { mapperEntities } from './store/entities.js';
import { DeriveSites1763800800000 } from './store/derive-sites.migration.js';
import { DeriveStrata1763800600000 } from './store/derive-strata.migration.js';
import { ExcludePatients1763800350000 } from './store/exclude-patients.migration.js';
import { IndexPseudonyms1763800700000 } from './store/index-pseudonyms.migration.js';
import { Scopes1763800400000 } from './store/scopes.migration.js';
import { ScopeLinks1763800200000 } from './store/scope-links.migration.js';

/** All tables of this service, and how they came to be. */
export const entities: DataSourceSettings['entities'] = [...messagingEntities, ...mapperEntities];
export const migrations: DataSourceSettings['migrations'] = [
  ...messagingMigrations,
  CreateMapperTables1763800100000,
  ScopeLinks1763800200000,
  ExcludePatients1763800350000,
  Scopes1763800400000,
  CodeResolutions1763800500000,
  DeriveStrata1763800600000,
  IndexPseudonyms1763800700000,
  DeriveSites1763800800000,
];
