import type { DataSource, QueryRunner } from 'typeorm';
import { cancelledBy } from './cancelled-by.js';
import { countedTables, recountSql } from './counting-sql.js';
import { countingLock, isCounted, rollupVersion } from './rollup-version.js';

/** How far it is: of so many steps. */
export type OnStep = (step: number, of: number) => void;

interface Recounting {
  readonly onStep?: OnStep;
  /** Breaks it off: nothing was counted then. */
  readonly signal?: AbortSignal;
}

/**
 * Counts all facts anew where another release has counted. Answers whether it did: not where it was done already, nor where
 * somebody else is about it. Nobody waits for it: facts are written meanwhile, and stay pending, since all it sees is of one
 * moment.
 */
export async function recountIfCountedOtherwise(dataSource: DataSource, recounting: Recounting = {}): Promise<boolean> {
  const runner = dataSource.createQueryRunner();
  try {
    // Before the transaction, which then sees what the last one that counted has left.
    const [lock]: { isMine: boolean }[] = await runner.query(
      `SELECT pg_try_advisory_lock(${countingLock}) AS "isMine"`,
    );
    if (lock?.isMine !== true) return false;
    try {
      if (await isCounted(runner.manager)) return false;
      // Millions of facts take minutes.
      await runner.query('SET statement_timeout = 0');
      await recount(runner, dataSource, recounting);
      return true;
    } finally {
      // Of a connection that is broken there is no lock to give back, and what broke it is what the caller has to know.
      await runner.query(`SELECT pg_advisory_unlock(${countingLock}); RESET statement_timeout`).catch(() => undefined);
    }
  } finally {
    await runner.release();
  }
}

/** The same whoever has counted. */
export async function recountAll(dataSource: DataSource): Promise<void> {
  await dataSource.query(`UPDATE outcome_rollup_version SET version = ''`);
  await recountIfCountedOtherwise(dataSource);
}

async function recount(runner: QueryRunner, dataSource: DataSource, { onStep, signal }: Recounting): Promise<void> {
  const inTurn = (statements: readonly string[], isTold: boolean) =>
    cancelledBy(signal, dataSource, runner.manager, async () => {
      for (const [index, sql] of statements.entries()) {
        if (isTold) onStep?.(index + 1, statements.length);
        signal?.throwIfAborted();
        await runner.query(sql);
      }
    });
  await runner.startTransaction('REPEATABLE READ');
  try {
    // Groups of many facts: in memory they are found in seconds, on disk in minutes.
    await runner.query(`SET LOCAL work_mem = '256MB'`);
    await inTurn(
      countedTables.map((table) => `DELETE FROM ${table}`),
      false,
    );
    await inTurn(recountSql, true);
    await runner.query('UPDATE outcome_rollup_version SET version = $1', [rollupVersion]);
    await runner.commitTransaction();
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
  // What was deleted is in the way of whoever reads, and nothing is known yet of what was written.
  await inTurn(
    [...countedTables, 'outcome_series'].map((table) => `VACUUM (ANALYZE) ${table}`),
    false,
  );
}
