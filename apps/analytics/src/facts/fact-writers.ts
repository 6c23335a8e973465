import type { Queries } from '../questions/queries.js';

const lock = `hashtextextended('ilium analytics: facts are written', 0)`;

/** Until this transaction ends, nobody has `withoutFactWriters`. Others may write at the same time. */
export async function amongFactWriters(queries: Queries): Promise<void> {
  await queries.query(`SELECT pg_advisory_xact_lock_shared(${lock})`);
}

/** Waits for all who write facts, and keeps others from it until this transaction ends. */
export async function withoutFactWriters(queries: Queries): Promise<void> {
  await queries.query(`SELECT pg_advisory_xact_lock(${lock})`);
}
