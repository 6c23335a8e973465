import { z } from 'zod';
import type { Settlement } from '../desired/settlement.js';
import { nameOf, type LogicalReference } from '../desired/references.js';
import type { Lease } from '../desired/lease.js';
import { TargetFault } from '../faults/target-fault.js';
import type { ClaimedRecord } from '../reconcile/claimed-record.js';
import { inTurns, type Step, type TurnParts } from '../reconcile/turns.js';
import { backOffMs } from '../faults/back-off.js';
import { released, type PatienceSettings } from '../reconcile/verdicts.js';
import type { Place, ServerPlaces } from '../target/server-places.js';
import type { TargetWatch } from '../target/target-watch.js';

/** What a look for the target's own records works with. */
export interface NativeParts extends TurnParts {
  readonly places: Pick<ServerPlaces, 'find'>;
  readonly watch: Pick<TargetWatch, 'gate' | 'failed' | 'succeeded'>;
  readonly patience: PatienceSettings;
}

const identified = z.looseObject({
  resourceType: z.string(),
  identifier: z.array(z.looseObject({ system: z.string().optional(), value: z.string().optional() })).optional(),
});

/**
 * Records whose originals the target keeps. They are never written there; they are found by their identifiers, so that
 * records of ours can refer to the target's own.
 */
export async function findOriginals(
  parts: NativeParts,
  lease: Lease,
  records: readonly ClaimedRecord[],
): Promise<void> {
  await inTurns(parts, lease, [records], async (given): Promise<Step> => {
    const wanted = new Map(given.map((record) => [record.key, record.retracted ? [] : namesOf(record.body)]));
    try {
      const places = await parts.places.find([...wanted.values()].flat());
      if (places.size > 0) parts.watch.succeeded();
      return {
        settled: given.map((record) => settlementOf(record, wanted.get(record.key) ?? [], places, parts.patience)),
      };
    } catch (error) {
      if (!(error instanceof TargetFault)) throw error;
      const isTheirs = await parts.watch.failed(error.fault);
      const later = (record: ClaimedRecord) => unfound(record, 'look-up-failed', parts.patience);
      return { settled: given.map(isTheirs ? later : released) };
    }
  });
}

function namesOf(body: string): LogicalReference[] {
  const { resourceType: type, identifier = [] } = identified.parse(JSON.parse(body));
  return identifier.flatMap(({ system, value }) =>
    system === undefined || value === undefined ? [] : [{ type, system, value }],
  );
}

function settlementOf(
  record: ClaimedRecord,
  names: readonly LogicalReference[],
  places: ReadonlyMap<string, Place>,
  patience: PatienceSettings,
): Settlement {
  const native = { ...released(record), state: 'native' } as const;
  for (const name of names) {
    const place = places.get(nameOf(name));
    if (place?.kind !== 'found') continue;
    // Looked at once more: what was on its way when it was found names its place then, too.
    const isNew = record.serverId !== place.reference;
    return { ...native, attempts: 0, serverId: place.reference, delayMs: isNew ? backOffMs(1, patience.waiting) : 0 };
  }
  if (names.length === 0) return { ...native, reason: 'no-identifier', attempts: 1 };
  // It may come to the target later than to us.
  return unfound(record, 'not-found', patience);
}

function unfound(record: ClaimedRecord, reason: string, { waiting }: PatienceSettings): Settlement {
  const attempts = record.attempts + 1;
  return { ...released(record), state: 'native', reason, attempts, delayMs: backOffMs(attempts, waiting) };
}
