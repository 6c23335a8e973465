import type { Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { RegularWork } from './regular-work.js';

export interface RetentionOptions {
  readonly dataSource: DataSource;
  readonly days: number;
  readonly logger: Logger;
}

const rowsAtOnce = 5_000;
const everyMs = 60 * 60 * 1000;

/**
 * Deletes what was taken in longer ago from the inbox, in small batches, until it is told to stop. What is parked stays: a re-injection needs its row.
 * A duplicate that comes later than that is processed again, which joins make harmless.
 */
export async function deleteOldRows(
  { dataSource, days }: Omit<RetentionOptions, 'logger'>,
  signal?: AbortSignal,
): Promise<number> {
  const isStopped = (): boolean => signal?.aborted === true;
  let deleted = 0;
  while (!isStopped()) {
    const rows: object[] = await dataSource.query(
      `WITH gone AS (
         DELETE FROM inbox WHERE ctid = ANY (ARRAY (
           SELECT ctid FROM inbox WHERE taken_in_at < now() - $1 * interval '1 day' AND fate <> 'parked' LIMIT ${rowsAtOnce}
         )) RETURNING 1)
       SELECT 1 FROM gone`,
      [days],
    );
    deleted += rows.length;
    if (rows.length < rowsAtOnce) break;
  }
  return deleted;
}

/** Keeps the inbox from growing for ever. */
export class InboxRetention {
  readonly #work: RegularWork;

  constructor(options: RetentionOptions) {
    this.#work = new RegularWork(async (signal) => {
      await deleteAndTell(options, signal);
      return everyMs;
    }, everyMs);
  }

  start(): void {
    this.#work.start();
  }

  stop(): Promise<void> {
    return this.#work.stop();
  }
}

async function deleteAndTell(options: RetentionOptions, signal: AbortSignal): Promise<void> {
  const { logger } = options;
  try {
    const rows = await deleteOldRows(options, signal);
    if (rows > 0) logger.info('deleted old inbox rows', { rows });
  } catch (error) {
    logger.warn('deleting old inbox rows failed', { error });
  }
}
