import { StatementConnection, type Statement } from '@ilium/persistence';
import type { DataSource } from 'typeorm';
import { openBody, sealBody, type BodyKeys } from '../source-messages/sealed-body.js';
import { pack, unpack } from './pack.js';
import type { JournaledMessage } from './received-message.js';

/** What one commit wrote. */
export interface RowName {
  /** Of its first message. */
  readonly id: string;
  /** Of its last message: the highest of the row. */
  readonly sequence: number;
}

/** A row without its messages, and how much it holds. */
export interface RowSize extends RowName {
  readonly count: number;
  readonly bytes: number;
}

export interface JournalRow extends RowName {
  readonly messages: readonly JournaledMessage[];
}

/** Rows that were read again. */
export interface FoundRows {
  readonly rows: readonly JournalRow[];
  /** There, but nobody can open them: their key is not known, or their bytes were changed. */
  readonly closed: readonly RowName[];
}

/** The same row again, after a commit whose answer was lost, changes nothing. */
const insertRow: Statement = {
  name: 'write-journal',
  text: `
INSERT INTO journal (sequence, id, owner, messages, body_key, body) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING`,
};

/** Writes nothing, and fails where nothing can be written. */
const probeRow: Statement = {
  name: 'probe-journal',
  text: `
INSERT INTO journal (sequence, id, owner, messages, body_key, body)
SELECT 0, gen_random_uuid(), gen_random_uuid(), 0, '', '' WHERE false`,
};

const newestReceipt: Statement = {
  name: 'newest-receipt',
  text: `
SELECT greatest((SELECT max(sequence) FROM journal), (SELECT max(sequence) FROM source_messages)) AS newest`,
};

const findRows: Statement = {
  name: 'find-journal',
  text: `
SELECT sequence, id, body_key, body FROM journal
JOIN unnest($1::bigint[], $2::uuid[]) AS wanted (sequence, id) USING (sequence, id)`,
};

const removeRows: Statement = {
  name: 'remove-journal',
  text: `
DELETE FROM journal USING unnest($1::bigint[], $2::uuid[]) AS gone (sequence, id)
WHERE journal.sequence = gone.sequence AND journal.id = gone.id`,
};

/** $1 owner, $2 milliseconds. Who has been gone for long is forgotten. */
const stayAlive: Statement = {
  name: 'own-journal',
  text: `
WITH gone AS (DELETE FROM journal_owners WHERE alive_until < now() - interval '1 day')
INSERT INTO journal_owners (owner, alive_until) VALUES ($1, now() + $2 * interval '1 millisecond')
ON CONFLICT (owner) DO UPDATE SET alive_until = excluded.alive_until`,
};

const leaveRows: Statement = { name: 'leave-journal', text: `DELETE FROM journal_owners WHERE owner = $1` };

/** $1 owner, $2 most rows: the oldest ones whose owner is not alive become ours. */
const claimLeft: Statement = {
  name: 'claim-journal',
  text: `
WITH left_over AS (
  SELECT sequence, id FROM journal
  WHERE owner NOT IN (SELECT owner FROM journal_owners WHERE alive_until > now())
  ORDER BY sequence LIMIT $2 FOR UPDATE SKIP LOCKED
)
UPDATE journal SET owner = $1 FROM left_over
WHERE journal.sequence = left_over.sequence AND journal.id = left_over.id
RETURNING journal.sequence, journal.id, journal.messages, octet_length(journal.body) AS bytes`,
};

interface NameColumns {
  readonly sequence: string;
  readonly id: string;
}
interface SizeColumns extends NameColumns {
  readonly messages: number;
  readonly bytes: number;
}
interface BodyColumns extends NameColumns {
  readonly body_key: string;
  readonly body: Buffer;
}

/**
 * The table of what was acknowledged and is not stored message by message yet. Bodies are sealed row by row. Each
 * statement has an answer within `withinMs`, or fails.
 */
export class JournalRows {
  /** For what a sender waits for, which must wait for nothing else. */
  readonly #writing: StatementConnection;
  readonly #upkeep: StatementConnection;

  constructor(
    dataSource: DataSource,
    private readonly keys: BodyKeys,
    /** This instance. */
    private readonly owner: string,
    withinMs = 10_000,
  ) {
    this.#writing = new StatementConnection(dataSource, withinMs);
    this.#upkeep = new StatementConnection(dataSource, withinMs);
  }

  async insert({ id, sequence, messages }: JournalRow): Promise<void> {
    const { key, bytes } = sealBody(pack(messages), id, this.keys);
    await this.#writing.run(insertRow, [sequence, id, this.owner, messages.length, key, bytes]);
  }

  /** Throws while nothing can be written. */
  async probe(): Promise<void> {
    await this.#writing.run(probeRow, []);
  }

  /** The highest place in the order of receipt. */
  async newest(): Promise<number> {
    const [row] = await this.#writing.run<{ readonly newest: string | null }>(newestReceipt, []);
    return Number(row?.newest ?? 0);
  }

  /** Those of these rows that are still there. */
  async find(names: readonly RowName[]): Promise<FoundRows> {
    const found = await this.#upkeep.run<BodyColumns>(findRows, arraysOf(names));
    const rows: JournalRow[] = [];
    const closed: RowName[] = [];
    for (const { id, sequence, body_key: key, body } of found) {
      const name = { id, sequence: Number(sequence) };
      const messages = this.#open(key, body, id);
      if (messages === undefined) closed.push(name);
      else rows.push({ ...name, messages });
    }
    return { rows, closed };
  }

  async remove(names: readonly RowName[]): Promise<void> {
    await this.#upkeep.run(removeRows, arraysOf(names));
  }

  /** Rows of instances that are gone, which are this one's from now on; the oldest first. */
  async claimLeft(most: number): Promise<readonly RowSize[]> {
    const rows = await this.#upkeep.run<SizeColumns>(claimLeft, [this.owner, most]);
    return rows
      .map(({ id, sequence, messages, bytes }) => ({ id, sequence: Number(sequence), count: messages, bytes }))
      .toSorted((one, other) => one.sequence - other.sequence);
  }

  /** For so long nobody else takes this instance's rows. */
  async stayAlive(forMs: number): Promise<void> {
    await this.#upkeep.run(stayAlive, [this.owner, forMs]);
  }

  /** Whoever is there may take what is left. */
  async leave(): Promise<void> {
    await this.#upkeep.run(leaveRows, [this.owner]);
  }

  #open(key: string, bytes: Buffer, id: string): readonly JournaledMessage[] | undefined {
    try {
      return unpack(openBody({ key, bytes }, id, this.keys));
    } catch {
      return undefined;
    }
  }
}

function arraysOf(names: readonly RowName[]): unknown[] {
  return [names.map(({ sequence }) => sequence), names.map(({ id }) => id)];
}
