import type { Logger } from '@ilium/observability';
import type { JournalRows, RowName } from './journal-rows.js';

export interface RowRemovalOptions {
  readonly rows: Pick<JournalRows, 'remove'>;
  readonly logger: Logger;
  /** They are out of the journal. */
  readonly forget: (rows: readonly RowName[]) => void;
}

const atOnce = 500;
const withinMs = 100;
const retryMs = 1_000;

/** Takes settled rows out of the journal, many at a time; nobody waits for it. What fails is tried again. */
export class RowRemoval {
  readonly #options: RowRemovalOptions;
  #done: RowName[] = [];
  /** It is tried again by the clock alone, however much comes meanwhile. */
  #isFailing = false;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<boolean> | undefined;

  constructor(options: RowRemovalOptions) {
    this.#options = options;
  }

  add(rows: readonly RowName[]): void {
    this.#done.push(...rows);
    if (this.#done.length >= atOnce && !this.#isFailing) void this.#keepRunning();
    else this.#later(withinMs);
  }

  /** Tries once to take out all that there is. */
  async flush(): Promise<void> {
    while (this.#done.length > 0 || this.#running !== undefined) {
      if (!(await this.#keepRunning())) return;
    }
  }

  #later(ms: number): void {
    this.#timer ??= setTimeout(() => void this.#keepRunning(), ms).unref();
  }

  #keepRunning(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running ??= this.#remove().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** False where it failed. */
  async #remove(): Promise<boolean> {
    const { rows, logger, forget } = this.#options;
    const done = this.#done.splice(0);
    try {
      if (done.length > 0) await rows.remove(done);
      forget(done);
      this.#isFailing = false;
      return true;
    } catch (error) {
      logger.warn('taking settled messages out of the journal failed', { error });
      this.#done = [...done, ...this.#done];
      this.#isFailing = true;
      this.#later(retryMs);
      return false;
    }
  }
}
