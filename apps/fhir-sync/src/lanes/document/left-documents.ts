import { RegularWork } from '@ilium/messaging';
import type { Logger } from '@ilium/observability';
import { Bell } from '../../reconcile/bell.js';
import type { DocumentMaker } from './document-maker.js';

/** How soon is looked again: after something has changed, twice as late each time that nothing has, and at the latest. */
export interface LeftPatience {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** What was in hand when lanes were changed is routed some minutes later. */
export const leftPatience: LeftPatience = { firstMs: 2_000, longestMs: 600_000 };

export interface LeftParts {
  readonly maker: Pick<DocumentMaker, 'left' | 'make'>;
  readonly logger: Pick<Logger, 'warn'>;
  /** How many there are. */
  readonly tell: (count: number) => void;
}

/**
 * Documents of records that go to the target in another way since the site file was changed: they stand until all that they
 * tell is there, and are withdrawn then. Until then the chart has it once more; never not at all.
 */
export class LeftDocuments {
  readonly #bell = new Bell();
  readonly #work = new RegularWork(() => this.#round());
  #pauseMs = 0;
  /** As they were last seen: which, and which of them only wait to be withdrawn. */
  #seen = '';

  constructor(
    private readonly parts: LeftParts,
    private readonly patience: LeftPatience,
  ) {}

  start(): void {
    this.#work.start();
  }

  async stop(): Promise<void> {
    const stopped = this.#work.stop();
    this.#bell.ring();
    await stopped;
  }

  /** Records that documents may tell have gone their own way: perhaps nothing is missing any more. */
  recordsWent(): void {
    if (this.#seen === '' || this.#pauseMs <= this.patience.firstMs) return;
    this.#pauseMs = 0;
    this.#bell.ring();
  }

  async #round(): Promise<number> {
    const { firstMs, longestMs } = this.patience;
    const before = this.#seen;
    this.#seen = await this.#withdraw();
    const isSame = this.#seen === before && this.#pauseMs > 0;
    this.#pauseMs = isSame ? Math.min(2 * this.#pauseMs, longestMs) : firstMs;
    await this.#bell.sleep(this.#seen === '' ? longestMs : this.#pauseMs);
    return 0;
  }

  /** What was found, in one word; empty where there was nothing. */
  async #withdraw(): Promise<string> {
    const { maker, logger, tell } = this.parts;
    const failed = (error: unknown): void =>
      logger.warn('documents whose records go another way could not be withdrawn yet', { error });
    try {
      const left = await maker.left();
      tell(left.length);
      // What is wrong with one keeps no other in the chart.
      for (const { told } of left.filter(({ isThere }) => isThere)) await maker.make(told).catch(failed);
      return left.map(({ key, isThere }) => `${key} ${isThere}`).join();
    } catch (error) {
      failed(error);
      return 'unknown';
    }
  }
}
