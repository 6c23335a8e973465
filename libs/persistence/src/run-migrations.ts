import { MigrationExecutor, type DataSource } from 'typeorm';
import { connect } from './connect.js';

/** First half of the advisory lock's key: "ilium migrations". The second half is the schema. */
const migrationsLock = 0x11_1c_4d;

/**
 * Runs the pending migrations of a service and returns their names. Several instances may start at once:
 * one runs them, the others wait for it. One transaction each, on a connection without a statement time-out.
 */
export async function runMigrations(dataSource: DataSource): Promise<string[]> {
  if (!dataSource.isInitialized) await connect(dataSource);
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query(`SET statement_timeout = 0`);
    await runner.query(`SET lock_timeout = '5min'`);
    await runner.query(`SELECT pg_advisory_lock($1, hashtext(current_schema()))`, [migrationsLock]);
    const executor = new MigrationExecutor(dataSource, runner);
    executor.transaction = 'each';
    const done = await executor.executePendingMigrations();
    return done.map(({ name }) => name);
  } finally {
    // Fails only on a connection that is dead, and its lock and settings with it; the first error is the one that counts.
    await runner
      .query(`SELECT pg_advisory_unlock_all(); RESET statement_timeout; RESET lock_timeout`)
      .catch(() => undefined);
    await runner.release();
  }
}
