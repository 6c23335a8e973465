import { StatementConnection } from '@ilium/persistence';
import type { DataSource } from 'typeorm';
import { openBody, sealBody, type BodyKeys } from '../source-messages/sealed-body.js';
import { pack, unpack } from './pack.js';
import type { JournaledMessage } from './received-message.js';

/** What one commit wrote: the messages of one row. */
export interface RowName {
  /** Of its first message. */
  readonly id: string;
  /** Of its last message: the highest of the row. */
  readonly sequence: number;
}

export interface JournalRow extends RowName {
  readonly messages: readonly JournaledMessage[];
}

/** The same row again, after a commit whose answer was lost, changes nothing. */
const insertRow = {
  name: 'write-journal',
  text: 'INSERT INTO journal (sequence, id, body_key, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
};

const newestReceipt = {
  name: 'newest-receipt',
  text: `
SELECT greatest((SELECT max(sequence) FROM journal), (SELECT max(sequence) FROM source_messages)) AS newest`,
};

const findSql = `
SELECT sequence, id, body_key, body FROM journal
JOIN unnest($1::bigint[], $2::uuid[]) AS wanted (sequence, id) USING (sequence, id)`;

const removeSql = `
DELETE FROM journal USING unnest($1::bigint[], $2::uuid[]) AS gone (sequence, id)
WHERE journal.sequence = gone.sequence AND journal.id = gone.id`;

const leftSql = `
SELECT sequence, id FROM journal WHERE received_at < now() - $1 * interval '1 millisecond'
ORDER BY sequence LIMIT $2`;

interface NameColumns {
  readonly sequence: string;
  readonly id: string;
}
interface Columns extends NameColumns {
  readonly body_key: string;
  readonly body: Buffer;
}

/** The table of what was acknowledged and is not stored message by message yet. Bodies are sealed row by row. */
export class JournalRows {
  readonly #connection: StatementConnection;

  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: BodyKeys,
    withinMs = 10_000,
  ) {
    this.#connection = new StatementConnection(dataSource, withinMs);
  }

  async insert({ id, sequence, messages }: JournalRow): Promise<void> {
    const sealed = sealBody(pack(messages), id, this.keys);
    await this.#connection.run(insertRow, [sequence, id, sealed.key, sealed.bytes]);
  }

  /** The highest place in the order of receipt. */
  async newest(): Promise<number> {
    const [row] = await this.#connection.run<{ readonly newest: string | null }>(newestReceipt, []);
    return Number(row?.newest ?? 0);
  }

  /** Those of these rows that are still there. @throws ExplainedError where the key of one is not known any more. */
  async find(names: readonly RowName[]): Promise<readonly JournalRow[]> {
    const rows: Columns[] = await this.dataSource.query(findSql, arraysOf(names));
    return rows.map(({ id, sequence, body_key: key, body }) => ({
      id,
      sequence: Number(sequence),
      messages: unpack(openBody({ key, bytes: body }, id, this.keys)),
    }));
  }

  async remove(names: readonly RowName[]): Promise<void> {
    await this.dataSource.query(removeSql, arraysOf(names));
  }

  /** The oldest rows that have been there for so long. */
  async left(olderThanMs: number, most: number): Promise<readonly RowName[]> {
    const rows: NameColumns[] = await this.dataSource.query(leftSql, [olderThanMs, most]);
    return rows.map(({ id, sequence }) => ({ id, sequence: Number(sequence) }));
  }
}

function arraysOf(names: readonly RowName[]): unknown[] {
  return [names.map(({ sequence }) => sequence), names.map(({ id }) => id)];
}
