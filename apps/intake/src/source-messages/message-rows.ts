import type { PreparedPublication } from '@ilium/messaging';
import { StatementConnection } from '@ilium/persistence';
import type { DataSource } from 'typeorm';
import type { PreparedMessage, StampedMessage } from './prepared-message.js';

/** A number of messages of one kind, of which nothing else is kept. */
export interface DoorCount {
  readonly site: string;
  readonly door: string;
  readonly type: string;
  readonly fate: 'done' | 'skipped' | 'refused';
  readonly reason: string;
  readonly count: number;
}

/** What one commit writes. */
export interface Writing {
  readonly messages: readonly StampedMessage[];
  readonly counts: readonly DoorCount[];
  readonly publication: PreparedPublication | undefined;
}

export interface Written {
  /** Id of the outbox row, where there is one. */
  readonly outboxId: string | undefined;
  /** The highest place in the order of receipt that the table held before. */
  readonly newest: number;
}

/**
 * One statement, so that one round trip and one flush of the log make all of it durable: messages with their bodies, what
 * people should look at, counts under the door's hour, and the outbox row. A message that is there already breaks the
 * unique key and nothing is written. Rows travel as JSON, and bodies and keys as one value each, cut by place and length:
 * arrays would be written and read element by element.
 */
const writeMessages = {
  name: 'write-messages',
  text: `
WITH given AS (
  SELECT * FROM json_to_recordset($1::json) AS row (place int, id uuid, sequence bigint, site text, door text, peer text,
    sender text, control_id text, type text, charset text, answer text, events int, body_key text, has_identity bool,
    body_from int, body_bytes int, received_ms float8)
), kept AS (
  INSERT INTO source_messages (id, sequence, site, door, peer, sender, control_id, type, charset, answer, events,
    body_key, message_key, identity_key, body, received_at)
  SELECT id, sequence, site, door, peer, sender, control_id, type, charset, answer, events, body_key,
    substring($2::bytea FROM place * 64 + 1 FOR 32),
    CASE WHEN has_identity THEN substring($2::bytea FROM place * 64 + 33 FOR 32) END,
    substring($3::bytea FROM body_from FOR body_bytes),
    coalesce(to_timestamp(received_ms / 1000), now())
  FROM given
), noted AS (
  INSERT INTO message_work (message_id, reason, path)
  SELECT * FROM json_to_recordset($4::json) AS row (message_id uuid, reason text, path text) ON CONFLICT DO NOTHING
), counted AS (
  INSERT INTO door_counts AS known (site, door, hour, type, fate, reason, count)
  SELECT site, door, date_trunc('hour', now(), 'UTC'), type, fate, reason, count
  FROM json_to_recordset($5::json) AS row (site text, door text, type text, fate text, reason text, count bigint)
  ORDER BY site, door, type, fate, reason
  ON CONFLICT (site, door, hour, type, fate, reason) DO UPDATE SET count = known.count + excluded.count
), published AS (
  INSERT INTO outbox (records) SELECT $6::text WHERE $6::text IS NOT NULL RETURNING id
)
SELECT (SELECT id FROM published) AS outbox_id, (SELECT max(sequence) FROM source_messages) AS newest`,
};

interface WrittenRow {
  readonly outbox_id: string | null;
  readonly newest: string | null;
}

const findMessages = {
  name: 'find-messages',
  text: `
SELECT place, known.id, known.answer, known.message_key = given.message_key AS is_same
FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) WITH ORDINALITY AS given (id, message_key, identity_key, place)
JOIN source_messages known
  ON known.id = given.id OR known.message_key = given.message_key OR known.identity_key = given.identity_key`,
};

interface FoundRow {
  readonly place: string;
  readonly id: string;
  readonly answer: string;
  readonly is_same: boolean;
}

const newestMessage = { name: 'newest-message', text: 'SELECT max(sequence) AS newest FROM source_messages' };

interface NewestRow {
  readonly newest: string | null;
}

/** Writes what one commit holds, and looks up what is there. Each statement has an answer within `withinMs`, or fails. */
export class MessageRows {
  readonly #connection: StatementConnection;

  constructor(dataSource: DataSource, withinMs: number) {
    this.#connection = new StatementConnection(dataSource, withinMs);
  }

  async write(writing: Writing): Promise<Written> {
    const [row] = await this.#connection.run<WrittenRow>(writeMessages, parametersOf(writing));
    return { outboxId: row?.outbox_id ?? undefined, newest: Number(row?.newest ?? 0) };
  }

  /** The highest place in the order of receipt. */
  async newest(): Promise<number> {
    const [row] = await this.#connection.run<NewestRow>(newestMessage, []);
    return Number(row?.newest ?? 0);
  }

  /** For each message what is kept under its id, its key, or under its identity with other bytes. */
  async findKnown(messages: readonly PreparedMessage[]): Promise<ReadonlyMap<PreparedMessage, KnownMessage>> {
    const rows = await this.#connection.run<FoundRow>(findMessages, [
      messages.map(({ id }) => id),
      messages.map(({ messageKey }) => messageKey),
      messages.map(({ identityKey }) => identityKey ?? null),
    ]);
    const found = new Map<PreparedMessage, KnownMessage>();
    for (const { place, id, answer, is_same: isSame } of rows) {
      const message = messages[Number(place) - 1];
      if (message === undefined) continue;
      // Its own row says more than one of the same bytes, and that more than one of the same name.
      const before = found.get(message);
      const isBetter = before === undefined || id === message.id || (isSame && before.id !== message.id);
      if (isBetter) found.set(message, { id, answer, isSame });
    }
    return found;
  }
}

const noKey = Buffer.alloc(32);

function parametersOf({ messages, counts, publication }: Writing): unknown[] {
  let end = 1;
  const rows = messages.map(({ id, sequence, message, sealed, identityKey }, place) => ({
    ...{ place, id, sequence, site: message.site, door: message.door, peer: message.peer },
    ...{ sender: storable(message.sender), control_id: storable(message.controlId), type: message.type },
    ...{ charset: message.charset, answer: storable(message.answer, Number.MAX_SAFE_INTEGER) },
    ...{ events: message.events.length, body_key: sealed.key, has_identity: identityKey !== undefined },
    ...{ body_from: (end += sealed.bytes.length) - sealed.bytes.length, body_bytes: sealed.bytes.length },
    received_ms: message.receipt?.receivedAt,
  }));
  const notes = messages.flatMap(({ id, message }) =>
    message.work.map(({ reason, path }) => ({ message_id: id, reason, path: storable(path) })),
  );
  return [
    JSON.stringify(rows),
    Buffer.concat(messages.flatMap(({ messageKey, identityKey = noKey }) => [messageKey, identityKey])),
    Buffer.concat(messages.map(({ sealed }) => sealed.bytes)),
    JSON.stringify(notes),
    JSON.stringify(counts),
    publication?.text ?? null,
  ];
}

/** PostgreSQL keeps no NUL in a text; the body has it as it came. */
function storable(text: string, most = 200): string {
  return text.slice(0, most).replaceAll('\0', '␀').toWellFormed();
}

export interface KnownMessage {
  readonly id: string;
  readonly answer: string;
  /** Whether the bytes are the same too. */
  readonly isSame: boolean;
}
