import { RegularWork } from '@ilium/messaging';
import type { Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { forgetSql } from './sql.js';

const everyMs = 3_600_000;
const atOnce = 1_000;

/** Once an hour: the texts of messages go that were acknowledged long ago. What they told, and when, stays. */
export class ForgottenMessages {
  readonly #work = new RegularWork((signal) => this.#round(signal));

  constructor(
    private readonly dataSource: DataSource,
    private readonly target: string,
    private readonly keepDays: number,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.#work.start();
  }

  stop(): Promise<void> {
    return this.#work.stop();
  }

  async #round(signal: AbortSignal): Promise<number> {
    try {
      while (!signal.aborted && (await this.forget()) === atOnce);
    } catch (error) {
      this.logger.warn('removing old messages failed', { error });
    }
    return everyMs;
  }

  /** How many of the oldest. */
  async forget(): Promise<number> {
    const [rows] = await this.dataSource.query<[unknown[], number]>(forgetSql, [this.target, this.keepDays, atOnce]);
    return rows.length;
  }
}
