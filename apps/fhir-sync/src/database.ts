import { messagingEntities, messagingMigrations, type DataSourceSettings } from '@ilium/persistence';
import { DesiredBodyEntity } from './desired/desired-body.entity.js';
import { DesiredRecordEntity } from './desired/desired-record.entity.js';
import { AddTargets1766000000000 } from './migrations/add-targets.migration.js';
import { AddSharedRecords1766450000000 } from './migrations/add-shared-records.migration.js';
import { IndexDueInOwnTime1766850000020 } from './migrations/index-due-in-own-time.migration.js';
import { AddDecidedRecord1766850000010 } from './migrations/add-decided-record.migration.js';
import { AddNamedOnly1766840000000 } from './migrations/add-named-only.migration.js';
import { AddOverruledVersions1766800000000 } from './migrations/add-overruled-versions.migration.js';
import { AddIntentSince1766810000000 } from './migrations/add-intent-since.migration.js';
import { CompleteTargets1766845000000 } from './migrations/complete-targets.migration.js';
import { CreateRoutedTargets1766820000000 } from './migrations/create-routed-targets.migration.js';
import { KeyBeforeTarget1766600000000 } from './migrations/key-before-target.migration.js';
import { AddFirstRevision1766720000000 } from './migrations/add-first-revision.migration.js';
import { CountAcknowledgedMessages1766830000000 } from './migrations/count-acknowledged-messages.migration.js';
import { ClearEnteredByHand1766850000000 } from './migrations/clear-entered-by-hand.migration.js';
import { CreateDesiredRecords1764100000000 } from './migrations/create-desired-records.migration.js';
import { CreateDocuments1766500000000 } from './migrations/create-documents.migration.js';
import { CreateHl7Outgoing1765000000000 } from './migrations/create-hl7-outgoing.migration.js';
import { CreateIdentityDoubts1766710000000 } from './migrations/create-identity-doubts.migration.js';
import { CreateReadBacks1766200000000 } from './migrations/create-read-backs.migration.js';
import { CreateReconciliations1766300000000 } from './migrations/create-reconciliations.migration.js';
import { CreateSourceIdentities1766410000000 } from './migrations/create-source-identities.migration.js';
import { IndexLeftDocuments1766850000030 } from './migrations/index-left-documents.migration.js';
import { IndexHeldRecords1766700000000 } from './migrations/index-held-records.migration.js';

/** All tables of this service, and how they came to be. */
export const entities: DataSourceSettings['entities'] = [...messagingEntities, DesiredRecordEntity, DesiredBodyEntity];
export const migrations: DataSourceSettings['migrations'] = [
  ...messagingMigrations,
  CreateDesiredRecords1764100000000,
  CreateHl7Outgoing1765000000000,
  AddTargets1766000000000,
  CreateReadBacks1766200000000,
  CreateReconciliations1766300000000,
  CreateSourceIdentities1766410000000,
  CreateDocuments1766500000000,
  AddSharedRecords1766450000000,
  KeyBeforeTarget1766600000000,
  IndexHeldRecords1766700000000,
  CreateIdentityDoubts1766710000000,
  AddFirstRevision1766720000000,
  AddOverruledVersions1766800000000,
  AddIntentSince1766810000000,
  CreateRoutedTargets1766820000000,
  CountAcknowledgedMessages1766830000000,
  AddNamedOnly1766840000000,
  CompleteTargets1766845000000,
  ClearEnteredByHand1766850000000,
  AddDecidedRecord1766850000010,
  IndexDueInOwnTime1766850000020,
  IndexLeftDocuments1766850000030,
];
