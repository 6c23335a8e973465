import type { DataSource } from 'typeorm';
import { decodeRecords, type OutboxRecord } from './outbox.js';

export interface Sweep {
  readonly olderThanMs: number;
  /** Rows that this process has in hand. */
  readonly except: readonly string[];
  readonly send: (records: readonly OutboxRecord[]) => Promise<void>;
}

const rowsAtOnce = 20;

/**
 * Publishes rows that nobody seems to have in hand: a crash left them. The row locks keep sweepers of several instances
 * off each other; a sender that is merely slow may publish the same once more, which its receivers' inboxes end.
 */
export async function sweepOutbox(dataSource: DataSource, sweep: Sweep): Promise<number> {
  let swept = 0;
  for (;;) {
    const count = await sweepOnce(dataSource, sweep);
    swept += count;
    if (count < rowsAtOnce) return swept;
  }
}

function sweepOnce(dataSource: DataSource, { olderThanMs, except, send }: Sweep): Promise<number> {
  return dataSource.transaction(async (manager) => {
    const rows: { id: string; records: string }[] = await manager.query(
      `SELECT id, records FROM outbox
       WHERE created_at <= clock_timestamp() - $1 * interval '1 millisecond' AND id <> ALL ($2::bigint[])
       ORDER BY id LIMIT ${rowsAtOnce} FOR UPDATE SKIP LOCKED`,
      [olderThanMs, except],
    );
    if (rows.length === 0) return 0;
    await send(rows.flatMap(({ records }) => decodeRecords(records)));
    await manager.query(`DELETE FROM outbox WHERE id = ANY ($1::bigint[])`, [rows.map(({ id }) => id)]);
    return rows.length;
  });
}
