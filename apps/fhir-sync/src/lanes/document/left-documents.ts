import { RegularWork } from '@ilium/messaging';
import type { Logger } from '@ilium/observability';
import type { DocumentMaker } from './document-maker.js';

/** How soon is looked again: while documents wait for their records, and otherwise. */
export interface LeftPatience {
  readonly waitingMs: number;
  readonly idleMs: number;
}

/** What was in hand when lanes were changed is routed some minutes later. */
export const leftPatience: LeftPatience = { waitingMs: 15_000, idleMs: 600_000 };

/**
 * Documents of records that go to the target in another way since the site file was changed: they stand until all that they
 * tell is there, and are withdrawn then. Until then the chart has it once more; never not at all.
 */
export class LeftDocuments {
  readonly #work: RegularWork;

  constructor(
    private readonly maker: Pick<DocumentMaker, 'withdrawLeft'>,
    private readonly logger: Logger,
    { waitingMs, idleMs }: LeftPatience,
  ) {
    this.#work = new RegularWork(async () => ((await this.#withdraw()) > 0 ? waitingMs : idleMs));
  }

  start(): void {
    this.#work.start();
  }

  stop(): Promise<void> {
    return this.#work.stop();
  }

  async #withdraw(): Promise<number> {
    try {
      return await this.maker.withdrawLeft();
    } catch (error) {
      this.logger.warn('documents whose records go another way could not be withdrawn yet', { error });
      return 1;
    }
  }
}
