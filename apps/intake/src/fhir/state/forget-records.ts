import type { DataSource } from 'typeorm';

/** $1 days, $2 rows. */
const forgetSql = `
  DELETE FROM fhir_records WHERE (base, place) IN (
    SELECT base, place FROM fhir_records WHERE seen_at < now() - $1 * interval '1 day'
     LIMIT $2 FOR UPDATE SKIP LOCKED)`;

const rowsAtOnce = 500;

/**
 * Forgets records that nothing has told of or referred to for so many days, in small steps; resolves with how many they
 * were. When such a record changes after that, what it held before is not taken back. `signal` ends it between two steps.
 */
export async function forgetRecords(
  dataSource: Pick<DataSource, 'query'>,
  days: number,
  signal?: AbortSignal,
): Promise<number> {
  let sum = 0;
  let count = rowsAtOnce;
  while (count === rowsAtOnce) {
    if (signal?.aborted === true) break;
    const answer: readonly [unknown, number] = await dataSource.query(forgetSql, [days, rowsAtOnce]);
    count = answer[1];
    sum += count;
  }
  return sum;
}
