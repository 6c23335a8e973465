import { RegularWork } from '@ilium/messaging';
import type { Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { forgetRecords } from '../fhir/state/forget-records.js';
import { openBody, sealBody, type BodyKeys, type SealedBody } from './sealed-body.js';

export interface RetentionOptions {
  readonly dataSource: DataSource;
  readonly logger: Logger;
  readonly bodyKeys: BodyKeys;
  readonly bodyDays: number;
  readonly messageDays: number;
}

const rowsAtOnce = 500;
const everyMs = 60 * 60 * 1_000;
const firstId = '00000000-0000-0000-0000-000000000000';

/** The numbers of what a round did. */
interface Swept {
  readonly bodies: number;
  readonly messages: number;
  readonly resealed: number;
  /** FHIR records that nothing tells of any more. */
  readonly records: number;
  /** Bodies under an older key that does not open them: their bytes were changed. They stay as they are. */
  readonly damaged: number;
}

const nothingResealed: Pick<Swept, 'resealed' | 'damaged'> = { resealed: 0, damaged: 0 };

/** Once an hour: bodies and messages whose time is over go, and bodies under an older key are sealed with the first one. */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #work = new RegularWork(() => this.#round());

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#work.start();
  }

  stop(): Promise<void> {
    return this.#work.stop();
  }

  /** One round, in small transactions. A step that fails keeps no other from its turn, and is tried again the next time. */
  async sweep(): Promise<Swept> {
    const { dataSource, messageDays } = this.#options;
    const bodies = await this.#try(0, () => this.#dropBodies());
    const messages = await this.#try(0, () => this.#dropMessages());
    const records = await this.#try(0, () => forgetRecords(dataSource, messageDays, this.#work.signal));
    return { bodies, messages, records, ...(await this.#try(nothingResealed, () => this.#reseal())) };
  }

  async #try<T>(otherwise: T, step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      this.#options.logger.warn('removing old messages failed', { error });
      return otherwise;
    }
  }

  #dropBodies(): Promise<number> {
    const { dataSource, bodyDays } = this.#options;
    return this.#untilNone(() =>
      affected(
        dataSource.query(
          `UPDATE source_messages SET body = NULL, body_key = NULL WHERE id IN (
             SELECT id FROM source_messages WHERE received_at < now() - $1 * interval '1 day' AND body IS NOT NULL
             LIMIT ${rowsAtOnce} FOR UPDATE SKIP LOCKED)`,
          [bodyDays],
        ),
      ),
    );
  }

  #dropMessages(): Promise<number> {
    const { dataSource, messageDays } = this.#options;
    return this.#untilNone(() =>
      affected(
        dataSource.query(
          `DELETE FROM source_messages WHERE id IN (
             SELECT id FROM source_messages WHERE received_at < now() - $1 * interval '1 day'
             LIMIT ${rowsAtOnce} FOR UPDATE SKIP LOCKED)`,
          [messageDays],
        ),
      ),
    );
  }

  async #round(): Promise<number> {
    const { logger } = this.#options;
    const { bodies, messages, records, resealed, damaged } = await this.sweep();
    if (bodies + messages + records > 0) {
      logger.info('messages whose time is over were removed', { rows: messages + records, changed: bodies });
    }
    if (resealed > 0) logger.info('bodies are sealed with the first key now', { rows: resealed });
    if (damaged > 0) logger.warn('bodies do not open with their key and stay under it', { rows: damaged });
    return everyMs;
  }

  async #untilNone(step: () => Promise<number>): Promise<number> {
    let sum = 0;
    while (!this.#work.signal.aborted) {
      const count = await step();
      sum += count;
      if (count < rowsAtOnce) break;
    }
    return sum;
  }

  /** Bodies whose key is not known any more stay as they are: nobody can open them. */
  async #reseal(): Promise<Pick<Swept, 'resealed' | 'damaged'>> {
    const [, ...older] = this.#options.bodyKeys.keys();
    const sum = { resealed: 0, damaged: 0 };
    let after: string | undefined = older.length === 0 ? undefined : firstId;
    while (after !== undefined && !this.#work.signal.aborted) {
      const { resealed, damaged, last } = await this.#resealSome(older, after);
      sum.resealed += resealed;
      sum.damaged += damaged;
      after = last;
    }
    return sum;
  }

  #resealSome(older: readonly string[], after: string) {
    const { dataSource, bodyKeys } = this.#options;
    return dataSource.transaction(async (manager) => {
      const rows: { id: string }[] = await manager.query(
        `SELECT id FROM source_messages WHERE body_key = ANY ($1) AND id > $2
         ORDER BY id LIMIT ${rowsAtOnce} FOR UPDATE SKIP LOCKED`,
        [older, after],
      );
      let damaged = 0;
      for (const { id } of rows) {
        // One at a time: bodies may be large.
        const [row]: { body: Buffer; body_key: string }[] = await manager.query(
          `SELECT body, body_key FROM source_messages WHERE id = $1`,
          [id],
        );
        const sealed = row && resealed({ key: row.body_key, bytes: row.body }, id, bodyKeys);
        if (sealed === undefined) damaged += 1;
        else {
          await manager.query(`UPDATE source_messages SET body = $2, body_key = $3 WHERE id = $1`, [
            id,
            sealed.bytes,
            sealed.key,
          ]);
        }
      }
      return { resealed: rows.length - damaged, damaged, last: rows.at(-1)?.id };
    });
  }
}

function resealed(sealed: SealedBody, id: string, keys: BodyKeys): SealedBody | undefined {
  try {
    return sealBody(openBody(sealed, id, keys), id, keys);
  } catch {
    return undefined;
  }
}

async function affected(answer: Promise<[unknown, number]>): Promise<number> {
  const [, count] = await answer;
  return count;
}
