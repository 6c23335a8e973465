import type { PreparedPublication } from '@ilium/messaging';
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
 * unique key and nothing is written. Bodies travel as one value, cut by place and length: an array would double them.
 */
const writeSql = `
WITH given AS (
  SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::text[], $11::int[], $12::text[], $13::bool[], $14::int[], $15::int[])
    WITH ORDINALITY AS row (id, sequence, site, door, peer, sender, control_id, type, charset, answer, events, body_key,
      has_identity, body_from, body_bytes, place)
), kept AS (
  INSERT INTO source_messages (id, sequence, site, door, peer, sender, control_id, type, charset, answer, events,
    body_key, message_key, identity_key, body)
  SELECT id, sequence, site, door, peer, sender, control_id, type, charset, answer, events, body_key,
    substring($16::bytea FROM (place::int - 1) * 64 + 1 FOR 32),
    CASE WHEN has_identity THEN substring($16::bytea FROM (place::int - 1) * 64 + 33 FOR 32) END,
    substring($17::bytea FROM body_from FOR body_bytes)
  FROM given
), noted AS (
  INSERT INTO message_work (message_id, reason, path)
  SELECT * FROM unnest($18::uuid[], $19::text[], $20::text[]) ON CONFLICT DO NOTHING
), counted AS (
  INSERT INTO door_counts AS known (site, door, hour, type, fate, reason, count)
  SELECT site, door, date_trunc('hour', now(), 'UTC'), type, fate, reason, count
  FROM unnest($21::text[], $22::text[], $23::text[], $24::text[], $25::text[], $26::bigint[])
    AS row (site, door, type, fate, reason, count)
  ORDER BY site, door, type, fate, reason
  ON CONFLICT (site, door, hour, type, fate, reason) DO UPDATE SET count = known.count + excluded.count
), published AS (
  INSERT INTO outbox (records) SELECT $27::text WHERE $27::text IS NOT NULL RETURNING id
)
SELECT (SELECT id FROM published) AS outbox_id, (SELECT max(sequence) FROM source_messages) AS newest`;

export async function writeMessages(dataSource: DataSource, writing: Writing): Promise<Written> {
  const rows: { outbox_id: string | null; newest: string | null }[] = await dataSource.query(
    writeSql,
    parametersOf(writing),
  );
  const [row] = rows;
  return { outboxId: row?.outbox_id ?? undefined, newest: Number(row?.newest ?? 0) };
}

function parametersOf({ messages, counts, publication }: Writing): unknown[] {
  const column = <T>(of: (one: StampedMessage) => T) => messages.map(of);
  const bodies = column(({ sealed }) => sealed.bytes);
  let end = 1;
  const starts = bodies.map((body) => (end += body.length) - body.length);
  const notes = messages.flatMap(({ id, message }) => message.work.map((note) => ({ id, ...note })));
  return [
    column(({ id }) => id),
    column(({ sequence }) => sequence),
    column(({ message }) => message.site),
    column(({ message }) => message.door),
    column(({ message }) => message.peer ?? null),
    column(({ message }) => storable(message.sender)),
    column(({ message }) => storable(message.controlId)),
    column(({ message }) => message.type),
    column(({ message }) => message.charset ?? null),
    column(({ message }) => storable(message.answer, Number.MAX_SAFE_INTEGER)),
    column(({ message }) => message.events.length),
    column(({ sealed }) => sealed.key),
    column(({ identityKey }) => identityKey !== undefined),
    starts,
    bodies.map((body) => body.length),
    Buffer.concat(column(({ messageKey, identityKey }) => [messageKey, identityKey ?? Buffer.alloc(32)]).flat()),
    Buffer.concat(bodies),
    notes.map(({ id }) => id),
    notes.map(({ reason }) => reason),
    notes.map(({ path }) => storable(path)),
    counts.map(({ site }) => site),
    counts.map(({ door }) => door),
    counts.map(({ type }) => type),
    counts.map(({ fate }) => fate),
    counts.map(({ reason }) => reason),
    counts.map(({ count }) => count),
    publication?.text ?? null,
  ];
}

/** PostgreSQL keeps no NUL in a text; the body has it as it came. */
function storable(text: string, most = 200): string {
  return text.slice(0, most).replaceAll('\0', '␀');
}

export interface KnownMessage {
  readonly id: string;
  readonly answer: string;
  /** Whether the bytes are the same too. */
  readonly isSame: boolean;
}

/** For each message what is kept under its key, or under its identity with other bytes. */
export async function findKnown(
  dataSource: DataSource,
  messages: readonly PreparedMessage[],
): Promise<ReadonlyMap<PreparedMessage, KnownMessage>> {
  const rows: { place: string; id: string; answer: string; is_same: boolean }[] = await dataSource.query(
    `SELECT place, known.id, known.answer, known.message_key = given.message_key AS is_same
     FROM unnest($1::bytea[], $2::bytea[]) WITH ORDINALITY AS given (message_key, identity_key, place)
     JOIN source_messages known
       ON known.message_key = given.message_key OR known.identity_key = given.identity_key`,
    [messages.map(({ messageKey }) => messageKey), messages.map(({ identityKey }) => identityKey ?? null)],
  );
  const found = new Map<PreparedMessage, KnownMessage>();
  for (const { place, id, answer, is_same: isSame } of rows) {
    const message = messages[Number(place) - 1];
    if (message !== undefined && found.get(message)?.isSame !== true) found.set(message, { id, answer, isSame });
  }
  return found;
}
