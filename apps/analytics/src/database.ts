import { messagingEntities, messagingMigrations, type DataSourceSettings } from '@ilium/persistence';
import { OutcomeFact } from './facts/outcome-fact.entity.js';
import { AddKinds1764100000000 } from './migrations/add-kinds.migration.js';
import { CreatePublishedStatements1766750000000 } from './migrations/create-published-statements.migration.js';
import { CreateOutcomes1764000000000 } from './migrations/create-outcomes.migration.js';
import { IndexCountedFacts1766760000000 } from './migrations/index-counted-facts.migration.js';
import { CountCellsByGrain1766880000000 } from './migrations/count-cells-by-grain.migration.js';
import { IndexDurations1766880000001 } from './migrations/index-durations.migration.js';
import { IndexSessions1766870000001 } from './migrations/index-sessions.migration.js';
import { MoveByPending1766770000000 } from './migrations/move-by-pending.migration.js';
import { CountByValue1766700000000 } from './migrations/count-by-value.migration.js';
import { PackByBits1766870000000 } from './migrations/pack-by-bits.migration.js';
import { PackEntries1766860000000 } from './migrations/pack-entries.migration.js';
import { TracePublishedStatements1766760000001 } from './migrations/trace-published-statements.migration.js';

/** All tables of this service, and how they came to be. */
export const entities: DataSourceSettings['entities'] = [...messagingEntities, OutcomeFact];
export const migrations: DataSourceSettings['migrations'] = [
  ...messagingMigrations,
  CreateOutcomes1764000000000,
  AddKinds1764100000000,
  CountByValue1766700000000,
  CreatePublishedStatements1766750000000,
  IndexCountedFacts1766760000000,
  TracePublishedStatements1766760000001,
  MoveByPending1766770000000,
  PackEntries1766860000000,
  PackByBits1766870000000,
  IndexSessions1766870000001,
  CountCellsByGrain1766880000000,
  IndexDurations1766880000001,
];
