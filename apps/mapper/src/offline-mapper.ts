import { OutboxSender } from '@ilium/messaging';
import { createLogger, ExplainedError } from '@ilium/observability';
import { createDataSource, runMigrations } from '@ilium/persistence';
import { builtInSite } from '@ilium/site';
import { asOfDay, readMapperConfig, rulesOf } from './config.js';
import { entities, migrations } from './database.js';
import { DerivePatientsService } from './derive-patients.service.js';
import { keyedIds } from './keyed-ids.js';
import { RulesInUse } from './rules-in-use.js';
import { checkIdKey } from './rules-version.js';

const siteMissing =
  'SITE is not set. Name the site file that the mapper has: under other rules everybody would be derived anew.';

/** What the mapper's commands work with: its database, its rules and its outbox, without its consumers. */
export interface OfflineMapper {
  readonly patients: DerivePatientsService;
  readonly outbox: OutboxSender;
  readonly rulesOrdinal: number;
}

/** Opens the mapper for a command, beside running instances, and closes it when the command is through. */
export async function withMapper(command: string, work: (mapper: OfflineMapper) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run(command, work);
  } catch (error) {
    if (!(error instanceof ExplainedError)) throw error;
    process.stderr.write(`${command} can't run as the mapper does. ${error.message}\n`);
    process.exitCode = 2;
  }
}

async function run(command: string, work: (mapper: OfflineMapper) => Promise<number>): Promise<number> {
  const config = readMapperConfig();
  if (config.site === builtInSite) throw new ExplainedError(siteMissing, 'NO_SITE');
  const logger = createLogger({ service: `mapper ${command}`, level: config.LOG_LEVEL });
  const applicationName = `ilium mapper ${command}`;
  const dataSource = createDataSource({ url: config.DATABASE_URL, entities, migrations, applicationName, logger });
  await runMigrations(dataSource);
  const outbox = new OutboxSender({
    brokers: config.KAFKA_BROKERS,
    topicPrefix: config.TOPIC_PREFIX,
    dataSource,
    logger,
  });
  await outbox.start();
  try {
    const rules = rulesOf(config);
    const ids = keyedIds(config.ID_KEY);
    await checkIdKey(dataSource, ids);
    const inUse = await RulesInUse.open({
      dataSource,
      rules,
      ids,
      asOf: () => asOfDay(config),
      site: config.site.name,
    });
    const patients = new DerivePatientsService(inUse);
    return await work({ patients, outbox, rulesOrdinal: inUse.current.rulesOrdinal });
  } finally {
    await outbox.close();
    await dataSource.destroy();
  }
}

/** Says how far a walk has come, on one line of standard error. */
export function reportProgress(patients: number): void {
  process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${patients} patients${process.stderr.isTTY ? '' : '\n'}`);
}
