import type { ServiceContext } from '@ilium/observability';
import { databaseModule } from '@ilium/persistence';
import { AccessModule, RECORDS_ACCESS } from '@ilium/security';
import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MessagesController } from './api/messages.controller.js';
import { SourcesController } from './api/sources.controller.js';
import { OpenApiController } from './api/openapi.controller.js';
import { StatusController } from './api/status.controller.js';
import type { IntakeConfig } from './config.js';
import { entities, migrations } from './database.js';
import { FollowedPatients } from './fhir/catch-up/followed-patients.js';
import { FhirModule, fhirPorts } from './fhir/fhir.module.js';
import { FhirSources } from './fhir/fhir-sources.js';
import { FeedingsRepository } from './files/feeding/feedings.repository.js';
import { liveDoors } from './files/feeding/live-doors.js';
import { FolderWatch } from './files/watch/folder-watch.js';
import { IntakeLife } from './intake-life.js';
import { JournalModule } from './journal/journal.module.js';
import { Journal } from './journal/journal.js';
import { keyedIdentify } from './keyed-identify.js';
import { countOfLiveDoors } from './ledger.js';
import { MllpDoors } from './mllp-doors.js';
import { EventsController } from './rest/events.controller.js';
import { whileDatabaseIsThere } from './source-messages/database-away.js';
import { GroupCommit } from './source-messages/group-commit.js';
import { MessageStoreModule } from './source-messages/message-store.module.js';
import { MESSAGE_STORE, SITE_NAME } from './tokens.js';

type Context = ServiceContext<IntakeConfig>;

@Module({})
export class AppModule {
  static forRoot(this: void, context: Context): DynamicModule {
    const { config } = context;
    return {
      module: AppModule,
      imports: [
        databaseModule({ ...context, url: config.DATABASE_URL, entities, migrations }),
        AccessModule.forRoot(config.access),
        MessageStoreModule.forRoot(context),
        JournalModule.forRoot(context),
        fhirModule(context),
      ],
      controllers: [StatusController, MessagesController, SourcesController, EventsController, OpenApiController],
      providers: [
        { provide: RECORDS_ACCESS, useValue: config.recordsAccess },
        { provide: SITE_NAME, useValue: config.site.name },
        {
          provide: MllpDoors,
          inject: [Journal, GroupCommit],
          useFactory: (journal: Journal, store: GroupCommit) =>
            new MllpDoors({ ...context, sites: config.sites, journal, store, idKey: config.ID_KEY }),
        },
        {
          provide: FolderWatch,
          inject: [GroupCommit, DataSource, FhirSources],
          useFactory: (store: GroupCommit, dataSource: DataSource, { parts }: FhirSources) =>
            new FolderWatch({
              ...context,
              site: config.site,
              store,
              feedings: new FeedingsRepository(dataSource),
              isBusy: liveDoors({ count: () => whileDatabaseIsThere(() => countOfLiveDoors(dataSource)) }),
              fhir: parts,
            }),
        },
        IntakeLife,
      ],
    };
  }
}

function fhirModule({ config, logger, metrics, health }: Context): DynamicModule {
  const { MAPPER_URL, MAPPER_TOKEN } = config;
  return FhirModule.forRoot({
    site: config.site,
    logger,
    metrics,
    health,
    identify: keyedIdentify(config.ID_KEY),
    variable: config.variable,
    patients: MAPPER_URL === undefined ? undefined : new FollowedPatients({ url: MAPPER_URL, token: MAPPER_TOKEN }),
    ports: { inject: [MESSAGE_STORE, DataSource], useFactory: fhirPorts },
  });
}
