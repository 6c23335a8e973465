import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '@ilium/observability';
import type { JournalRows, RowSize } from './journal-rows.js';

export interface CustodyOptions {
  readonly rows: Pick<JournalRows, 'stayAlive' | 'leave' | 'claimLeft'>;
  /** Is handed the rows that this instance has taken over. */
  readonly settle: (row: RowSize) => void;
  readonly logger: Logger;
  /** So often it says that it is alive, and looks for what others have left, in milliseconds (2 000). */
  readonly everyMs?: number;
}

/** An instance that has not said anything for so many rounds is gone. */
const roundsAlive = 4;
const mostAtOnce = 500;

/** Says that this instance is alive, so that its rows are left to it, and takes over those of instances that are not. */
export class Custody {
  readonly #options: CustodyOptions;
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;

  constructor(options: CustodyOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
    await this.#options.rows.leave().catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { rows, settle, logger, everyMs = 2_000 } = this.#options;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      let taken: readonly RowSize[] = [];
      try {
        await rows.stayAlive(everyMs * roundsAlive);
        taken = await rows.claimLeft(mostAtOnce);
        for (const row of taken) settle(row);
        if (taken.length > 0) logger.info('settling what another process had left', { rows: taken.length });
      } catch (error) {
        logger.warn('looking after the journal failed', { error });
      }
      // Where there was as much as is taken at once, there may be more.
      const pauseMs = taken.length === mostAtOnce ? 0 : everyMs;
      await wait(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
