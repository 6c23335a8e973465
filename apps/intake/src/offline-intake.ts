import { createLogger, createMetrics, ExplainedError } from '@ilium/observability';
import { createDataSource, runMigrations } from '@ilium/persistence';
import { readIntakeConfig } from './config.js';
import { entities, migrations } from './database.js';
import { FhirSources } from './fhir/fhir-sources.js';
import { fhirPorts, waitFor } from './fhir/fhir.module.js';
import type { FeedSurroundings } from './files/command/feed-command.js';
import { FeedingsRepository } from './files/feeding/feedings.repository.js';
import { liveDoors } from './files/feeding/live-doors.js';
import { keyedIdentify } from './keyed-identify.js';
import { countOfLiveDoors } from './ledger.js';
import { whileDatabaseIsThere } from './source-messages/database-away.js';
import { DoorClock } from './source-messages/door-clock.js';
import { GroupCommit } from './source-messages/group-commit.js';
import { createMessageStoreMetrics } from './source-messages/message-store-metrics.js';
import { openOutbox } from './source-messages/message-store.module.js';

/** What intake's commands work with: its store and its database, without its doors. */
export type OfflineIntake = Pick<FeedSurroundings, 'site' | 'store' | 'feedings' | 'isBusy' | 'fhir'>;

/** Opens intake for a command, beside running instances, and closes it when the command is through. */
export async function withIntake(command: string, work: (intake: OfflineIntake) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run(command, work);
  } catch (error) {
    if (!(error instanceof ExplainedError)) throw error;
    process.stderr.write(`${command} can't run as intake does. ${error.message}\n`);
    process.exitCode = 2;
  }
}

async function run(command: string, work: (intake: OfflineIntake) => Promise<number>): Promise<number> {
  const config = readIntakeConfig();
  const logger = createLogger({ service: `intake ${command}`, level: config.LOG_LEVEL });
  const applicationName = `ilium intake ${command}`;
  const dataSource = createDataSource({ url: config.DATABASE_URL, entities, migrations, applicationName, logger });
  await runMigrations(dataSource);
  const outbox = openOutbox({ config, logger }, dataSource);
  outbox.start();
  const store = new GroupCommit({
    dataSource,
    outbox,
    clock: new DoorClock(),
    keys: { idKey: config.ID_KEY, bodyKeys: config.bodyKeys },
    logger,
    metrics: createMessageStoreMetrics(createMetrics('intake')),
  });
  const { site, variable } = config;
  const identify = keyedIdentify(config.ID_KEY);
  const sources = new FhirSources({ site, logger, identify, variable, wait: waitFor }, fhirPorts(store, dataSource));
  try {
    return await work({
      site,
      store,
      feedings: new FeedingsRepository(dataSource),
      isBusy: liveDoors({ count: () => whileDatabaseIsThere(() => countOfLiveDoors(dataSource)) }),
      fhir: sources.parts,
    });
  } finally {
    await sources.close();
    await store.close();
    await outbox.close();
    await dataSource.destroy();
  }
}
