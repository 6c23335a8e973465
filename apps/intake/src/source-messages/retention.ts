import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { openBody, sealBody, type BodyKeys } from './sealed-body.js';

export interface RetentionOptions {
  readonly dataSource: DataSource;
  readonly logger: Logger;
  readonly bodyKeys: BodyKeys;
  readonly bodyDays: number;
  readonly messageDays: number;
}

const rowsAtOnce = 500;
const everyMs = 60 * 60 * 1_000;

/** Once an hour: bodies and messages whose time is over go, and bodies under an older key are sealed with the first one. */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #stopped = new AbortController();
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

  /** One round, in small transactions; the numbers of what it did. */
  async sweep(): Promise<{ readonly bodies: number; readonly messages: number; readonly resealed: number }> {
    const { dataSource, bodyDays, messageDays } = this.#options;
    const bodies = await this.#untilNone(() =>
      affected(
        dataSource.query(
          `UPDATE source_messages SET body = NULL, body_key = NULL WHERE id IN (
             SELECT id FROM source_messages WHERE received_at < now() - $1 * interval '1 day' AND body IS NOT NULL
             LIMIT ${rowsAtOnce} FOR UPDATE SKIP LOCKED)`,
          [bodyDays],
        ),
      ),
    );
    const messages = await this.#untilNone(() =>
      affected(
        dataSource.query(
          `DELETE FROM source_messages WHERE id IN (
             SELECT id FROM source_messages WHERE received_at < now() - $1 * interval '1 day'
             LIMIT ${rowsAtOnce} FOR UPDATE SKIP LOCKED)`,
          [messageDays],
        ),
      ),
    );
    return { bodies, messages, resealed: await this.#untilNone(() => this.#resealSome()) };
  }

  async #run(): Promise<void> {
    const { logger } = this.#options;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        const { bodies, messages, resealed } = await this.sweep();
        if (bodies + messages + resealed > 0) {
          logger.info('messages whose time is over were removed', { rows: messages, changed: bodies + resealed });
        }
      } catch (error) {
        logger.warn('removing old messages failed', { error });
      }
      await wait(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #untilNone(step: () => Promise<number>): Promise<number> {
    let sum = 0;
    while (!this.#stopped.signal.aborted) {
      const count = await step();
      sum += count;
      if (count < rowsAtOnce) break;
    }
    return sum;
  }

  /** Bodies whose key is not known any more stay as they are: nobody can open them. */
  #resealSome(): Promise<number> {
    const { dataSource, bodyKeys } = this.#options;
    const [first, ...older] = bodyKeys.keys();
    if (first === undefined || older.length === 0) return Promise.resolve(0);
    return dataSource.transaction(async (manager) => {
      const rows: { id: string; body: Buffer; body_key: string }[] = await manager.query(
        `SELECT id, body, body_key FROM source_messages WHERE body_key = ANY ($1) LIMIT ${rowsAtOnce} FOR UPDATE SKIP LOCKED`,
        [older],
      );
      for (const { id, body, body_key: key } of rows) {
        const sealed = sealBody(openBody({ key, bytes: body }, id, bodyKeys), id, bodyKeys);
        await manager.query(`UPDATE source_messages SET body = $2, body_key = $3 WHERE id = $1`, [
          id,
          sealed.bytes,
          sealed.key,
        ]);
      }
      return rows.length;
    });
  }
}

async function affected(answer: Promise<[unknown, number]>): Promise<number> {
  const [, count] = await answer;
  return count;
}
