import type { Logger } from '@ilium/observability';
import { setTimeout as wait } from 'node:timers/promises';
import type { DataSource } from 'typeorm';

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
  readonly #stopped = new AbortController();
  readonly #options: RetentionOptions;
  #running: Promise<void> | undefined;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { logger } = this.#options;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await wait(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        const rows = await deleteOldRows(this.#options, signal);
        if (rows > 0) logger.info('deleted old inbox rows', { rows });
      } catch (error) {
        logger.warn('deleting old inbox rows failed', { error });
      }
    }
  }
}
