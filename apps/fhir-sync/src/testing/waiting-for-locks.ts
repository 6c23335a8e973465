import type { DataSource } from 'typeorm';

/** How many statements wait for locks in the database of a test. */
export async function waitingForLocks(dataSource: DataSource): Promise<number> {
  const [row] = await dataSource.query<{ count: number }[]>(
    `SELECT count(*)::integer AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
  );
  return row?.count ?? 0;
}
