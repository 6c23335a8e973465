import type { Lease } from '../desired/lease.js';
import type { Settlement } from '../desired/settlement.js';
import type { ClaimedRecord } from '../reconcile/claimed-record.js';
import { inTurns, type TurnParts } from '../reconcile/turns.js';
import type { PatienceSettings } from '../reconcile/verdicts.js';

export interface HandoverParts extends TurnParts {
  readonly patience: PatienceSettings;
}

/** Gives records to what sends them in its own time, and settles them by how far that is. */
export function handOver(
  parts: HandoverParts,
  lease: Lease,
  records: readonly ClaimedRecord[],
  take: (records: readonly ClaimedRecord[]) => Promise<readonly Settlement[]>,
): Promise<void> {
  return inTurns(parts, lease, [records], async (given) => ({ settled: await take(given) }));
}
