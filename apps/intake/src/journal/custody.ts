import { RegularWork } from '@ilium/messaging';
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
  readonly #work = new RegularWork(() => this.#round());

  constructor(options: CustodyOptions) {
    this.#options = options;
  }

  start(): void {
    this.#work.start();
  }

  async stop(): Promise<void> {
    await this.#work.stop();
    await this.#options.rows.leave().catch(() => undefined);
  }

  async #round(): Promise<number> {
    const { rows, settle, logger, everyMs = 2_000 } = this.#options;
    try {
      await rows.stayAlive(everyMs * roundsAlive);
      const taken = await rows.claimLeft(mostAtOnce);
      for (const row of taken) settle(row);
      if (taken.length > 0) logger.info('settling what another process had left', { rows: taken.length });
      // Where there was as much as is taken at once, there may be more.
      return taken.length === mostAtOnce ? 0 : everyMs;
    } catch (error) {
      logger.warn('looking after the journal failed', { error });
      return everyMs;
    }
  }
}
