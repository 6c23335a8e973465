import type { ClaimedRecord } from '../../reconcile/claimed-record.js';

/** So many records are queued in one transaction, unless a single patient has more. */
const mostRecords = 50;

/** Parts records so that those of a patient stay together: what is wrong with some of them holds few others, and none for long. */
export function patientRuns<Item extends Pick<ClaimedRecord, 'subject'>>(
  records: readonly Item[],
  most = mostRecords,
): readonly (readonly Item[])[] {
  const runs: Item[][] = [];
  for (const own of Map.groupBy(records, ({ subject }) => subject).values()) {
    const last = runs.at(-1);
    if (last !== undefined && last.length + own.length <= most) last.push(...own);
    else runs.push(own);
  }
  return runs;
}
