import type { Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { Gathering } from '../../../desired/gathering.js';
import { releaseToldInHl7Sql } from '../../../desired/release-sql.js';
import { byIndexSql } from '../../../desired/sql.js';
import { wakeAfterCommit } from '../../../wake-after-commit.js';

/** A message of which nothing more is to come. */
export interface SettledMessage {
  /** What it is filed under, or a record that it told where it is there no more. */
  readonly key: string;
  /** The receiver does not have it. */
  readonly isStuck: boolean;
}

/**
 * Has records looked at again when messages that tell them are settled. The queue waits for none of it: what is missed here, by
 * an instance that dies, comes back by its own clock.
 */
export class ToldRecords {
  readonly #gathering = new Gathering<SettledMessage>((messages) => this.#release(messages));
  readonly #releasing = new Set<Promise<void>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly target: string,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** To be told when that is committed. */
  settled(messages: readonly SettledMessage[]): void {
    if (messages.length === 0) return;
    const releasing = this.#gathering
      .add(messages)
      .catch((error: unknown) =>
        this.logger.warn('records that HL7 v2 messages tell were not released; they are looked at by their own clock', {
          error,
        }),
      )
      .finally(() => this.#releasing.delete(releasing));
    this.#releasing.add(releasing);
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    await Promise.all(this.#releasing);
  }

  async #release(messages: readonly SettledMessage[]): Promise<void> {
    const [keys, stuck] = [messages.map(({ key }) => key), messages.map(({ isStuck }) => isStuck)];
    await this.dataSource.transaction(async (manager) => {
      await manager.query(byIndexSql);
      // TypeORM gives rows and their number for an UPDATE.
      const [, count] = await manager.query<[unknown[], number]>(releaseToldInHl7Sql, [this.target, keys, stuck]);
      if (count > 0) wakeAfterCommit(manager);
    });
  }
}
