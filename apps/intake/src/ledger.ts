import type { Ledger } from '@ilium/contracts';
import type { DataSource } from 'typeorm';

/**
 * What came through each door of each site, and what became of it: received = done + skipped; what was refused was not.
 * Batches in the journal are acknowledged and not counted yet: they are pending.
 */
export async function readDoorLedger(dataSource: DataSource): Promise<Ledger> {
  const rows: { site: string; door: string; fate: string; reason: string; count: string }[] = await dataSource.query(
    `SELECT site, door, fate, reason, sum(count) AS count FROM door_counts GROUP BY site, door, fate, reason ORDER BY site, door`,
  );
  // In one look: what is taken out of the one is in the other.
  const pending: { count: string }[] = await dataSource.query(
    `SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM journal) AS count`,
  );
  const doors = Map.groupBy(rows, ({ site, door }) => `${site}/${door}`);
  return {
    service: 'intake',
    topics: [...doors].map(([door, counts]) => {
      const of = (fate: string) =>
        counts.filter((row) => row.fate === fate).reduce((sum, { count }) => sum + Number(count), 0);
      return {
        topic: door,
        received: of('done') + of('skipped'),
        done: of('done'),
        skipped: of('skipped'),
        parked: 0,
        refused: of('refused'),
        reasons: Object.fromEntries(
          counts
            .filter(({ reason }) => reason !== '')
            .map(({ fate, reason, count }) => [`${fate}:${reason}`, Number(count)]),
        ),
        lag: 0,
      };
    }),
    outboxPending: Number(pending[0]?.count ?? 0),
    losses: [],
  };
}

/** Messages of the last day that came through doors at which somebody waits: all but files. */
export async function countOfLiveDoors(dataSource: DataSource): Promise<number> {
  const rows: { count: string }[] = await dataSource.query(
    `SELECT coalesce(sum(count), 0) AS count FROM door_counts WHERE door <> 'files' AND hour > now() - interval '1 day'`,
  );
  return Number(rows[0]?.count ?? 0);
}
