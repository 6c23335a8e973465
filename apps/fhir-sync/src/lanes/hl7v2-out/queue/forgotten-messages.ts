import { RegularWork } from '@ilium/messaging';
import type { Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { forgetSql, forgetSupersededSql } from './sql.js';

const everyMs = 3_600_000;
const atOnce = 1_000;

/**
 * Once an hour: the texts of messages go that were acknowledged long ago; what they told, and when, stays. Of what was refused and
 * is superseded nothing stays.
 */
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

  /** How many of the oldest of a kind. */
  async forget(): Promise<number> {
    const parameters = [this.target, this.keepDays, atOnce];
    const [texts] = await this.dataSource.query<[unknown[], number]>(forgetSql, parameters);
    const [superseded] = await this.dataSource.query<[unknown[], number]>(forgetSupersededSql, parameters);
    return Math.max(texts.length, superseded.length);
  }
}
