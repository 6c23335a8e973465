import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { openBody, type BodyKeys } from './sealed-body.js';
import { workReasons } from './source-message.js';

/** A kept message, as people look at it. */
export const keptMessage = z.object({
  id: z.uuid(),
  sequence: z.string().describe('Its place in the order of receipt.'),
  site: z.string(),
  door: z.string(),
  peer: z.string().nullable(),
  sender: z.string(),
  controlId: z.string(),
  type: z.string(),
  charset: z.string().nullable(),
  receivedAt: z.string(),
  events: z.int().describe('How many events were read out of it.'),
  work: z.array(z.object({ reason: z.enum(workReasons), path: z.string() })),
});
export type KeptMessage = z.output<typeof keptMessage>;

const columns = `message.id, message.sequence, message.site, message.door, message.peer, message.sender,
  message.control_id AS "controlId", message.type, message.charset, to_jsonb(message.received_at) #>> '{}' AS "receivedAt", message.events,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('reason', reason, 'path', path) ORDER BY reason, path)
    FROM message_work WHERE message_id = message.id), '[]') AS work`;

/** Looks messages up, and opens them. */
export class SourceMessagesRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly bodyKeys: BodyKeys,
  ) {}

  async find(id: string): Promise<KeptMessage | undefined> {
    const rows: KeptMessage[] = await this.dataSource.query(
      `SELECT ${columns} FROM source_messages message WHERE id = $1`,
      [id],
    );
    return rows[0];
  }

  /** Messages that a person should look at, the newest first; `before` is the sequence of the last one of a page. */
  async withWork({ before, limit }: { readonly before?: string; readonly limit: number }): Promise<KeptMessage[]> {
    return await this.dataSource.query(
      `SELECT ${columns} FROM source_messages message
       WHERE EXISTS (SELECT FROM message_work WHERE message_id = message.id)
         AND ($1::bigint IS NULL OR message.sequence < $1)
       ORDER BY message.sequence DESC LIMIT $2`,
      [before ?? null, limit],
    );
  }

  /** By their places in the order of receipt, the newest first. */
  async received({
    site,
    sequence,
  }: {
    readonly site: string;
    readonly sequence: readonly string[];
  }): Promise<KeptMessage[]> {
    return await this.dataSource.query(
      `SELECT ${columns} FROM source_messages message
       WHERE message.sequence = ANY ($1::bigint[]) AND message.site = $2 ORDER BY message.sequence DESC`,
      [sequence, site],
    );
  }

  /** The message as it came, byte for byte; undefined where there is none, or none any more. */
  async body(id: string): Promise<Buffer | undefined> {
    const rows: { body: Buffer | null; body_key: string | null }[] = await this.dataSource.query(
      `SELECT body, body_key FROM source_messages WHERE id = $1`,
      [id],
    );
    const [row] = rows;
    if (row === undefined || row.body === null || row.body_key === null) return undefined;
    return openBody({ key: row.body_key, bytes: row.body }, id, this.bodyKeys);
  }
}
