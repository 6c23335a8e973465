import type { DataSource, EntityManager } from 'typeorm';

/** A statement of minutes does not hear that the service stops: another connection tells PostgreSQL. */
export async function cancelledBy<T>(
  signal: AbortSignal | undefined,
  dataSource: DataSource,
  /** Of the connection whose statements `work` waits for. */
  manager: EntityManager,
  work: () => Promise<T>,
): Promise<T> {
  const [backend]: { pid: number }[] = await manager.query('SELECT pg_backend_pid() AS pid');
  let cancelled: Promise<unknown> | undefined;
  const cancel = () => {
    cancelled = dataSource.query('SELECT pg_cancel_backend($1)', [backend?.pid]).catch(() => undefined);
  };
  signal?.throwIfAborted();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await work();
  } finally {
    signal?.removeEventListener('abort', cancel);
    // Else it may hit what the connection is asked next: to roll back, or to give a lock back.
    await cancelled;
  }
}
