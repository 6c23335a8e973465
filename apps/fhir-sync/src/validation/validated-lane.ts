import { z } from 'zod';
import type { Settlement } from '../desired/settlement.js';
import type { ClaimedRecord } from '../reconcile/claimed-record.js';
import type { Lanes } from '../reconcile/lane-run.js';
import { inTurns, type TurnParts } from '../reconcile/turns.js';
import { released } from '../reconcile/verdicts.js';
import { validate, type ValidationPolicy } from './validate.js';

type Lane = NonNullable<Lanes['repository']>;

export const typed = z.looseObject({ resourceType: z.string() });

/** A lane that keeps back what has a fault, where the site wants that. */
export function validatedLane(lane: Lane, policy: ValidationPolicy, turns: TurnParts): Lane {
  if (policy !== 'block') return lane;
  return (records, claim) => {
    const kept = new Map(records.flatMap((record) => keptBack(record).map((one) => [record, one] as const)));
    const runs = lane(
      records.filter((record) => !kept.has(record)),
      claim,
    );
    if (kept.size === 0) return runs;
    const deliver = () =>
      inTurns(turns, claim.lease, [[...kept.keys()]], async () => ({ settled: [...kept.values()] }));
    return [...runs, { records: [...kept.keys()], deliver }];
  };
}

/** What is taken back is not kept back: its fault may be why. What is there already goes for what it is owed. */
function keptBack(record: ClaimedRecord): readonly Settlement[] {
  if (record.retracted || record.isDelivered) return [];
  const validation = validate(typed.parse(JSON.parse(record.body)), 'block');
  if (validation.isSent) return [];
  const { reason, outcome } = validation;
  return [{ ...released(record), state: 'refused', reason, outcome: JSON.stringify(outcome) }];
}
