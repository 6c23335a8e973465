import { silentLogger, type Logger } from '@ilium/observability';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { TypeormLogger } from './typeorm-logger.js';

type ClassList = readonly (abstract new (...args: never[]) => object)[];

export interface DataSourceSettings {
  /** The service's own role and database, as `provisionSchema` returns it. */
  readonly url: string;
  /** Explicit lists: a glob finds nothing in a bundle and too much in a test. */
  readonly entities: ClassList;
  readonly migrations: ClassList;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  readonly poolSize?: number;
  /** Longest time a statement may take, with all that it waits for, in milliseconds (60 000). */
  readonly statementMs?: number;
  readonly logger?: Logger;
}

/** Longest time a statement, a wait for a lock and a forgotten transaction may take. */
export const databaseTimeouts = { statementMs: 60_000, lockMs: 15_000, idleInTransactionMs: 60_000, connectMs: 5_000 };

/**
 * What TypeORM needs to connect. Tables are named without a schema: the role's search path is its service's schema.
 */
export function dataSourceOptions(settings: DataSourceSettings): DataSourceOptions {
  const { url, entities, migrations, applicationName, poolSize = 10, logger = silentLogger } = settings;
  const { statementMs = databaseTimeouts.statementMs } = settings;
  return {
    type: 'postgres',
    url,
    entities: [...entities],
    migrations: [...migrations],
    synchronize: false,
    migrationsRun: false,
    migrationsTableName: 'migrations',
    installExtensions: false,
    logger: new TypeormLogger(logger),
    applicationName,
    poolSize,
    connectTimeoutMS: databaseTimeouts.connectMs,
    poolErrorHandler: (error: unknown) => logger.warn('database connection lost', { error }),
    extra: {
      statement_timeout: statementMs,
      lock_timeout: Math.min(statementMs, databaseTimeouts.lockMs),
      idle_in_transaction_session_timeout: databaseTimeouts.idleInTransactionMs,
      keepAlive: true,
    },
  };
}

/** Makes the data source of a service; `initialize()` connects it. */
export function createDataSource(settings: DataSourceSettings): DataSource {
  return new DataSource(dataSourceOptions(settings));
}
