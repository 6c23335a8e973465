import type { DesiredRecordsRepository } from '../desired/desired-records.repository.js';
import type { Lease } from '../desired/lease.js';
import type { Settlement } from '../desired/settlement.js';
import type { SentRecord } from '../read-back/read-backs.repository.js';
import type { TargetWatch } from '../target/target-watch.js';
import type { Run } from './arrange.js';
import type { ClaimedRecord } from './claimed-record.js';
import type { Slots } from './slots.js';
import { released } from './verdicts.js';

/** What taking turns needs. */
export interface TurnParts {
  readonly records: Pick<DesiredRecordsRepository, 'settle' | 'renew'>;
  readonly watch: Pick<TargetWatch, 'gate'>;
  readonly timeoutMs: number;
  /** One for each request in flight. */
  readonly slots: Pick<Slots, 'take'>;
  readonly count: (settlements: readonly Settlement[]) => void;
  /** These were sent, taken by the server and settled. */
  readonly afterDelivery?: (sent: readonly SentRecord[]) => Promise<void>;
}

/** What became of some records in their turn. */
export interface Step {
  readonly settled: readonly Settlement[];
  /** Of these, what was sent of those that are delivered now. */
  readonly sent?: readonly SentRecord[];
  /** To be sent next, in this order, before the rest of the run. */
  readonly again?: readonly (readonly ClaimedRecord[])[];
}

export function together(steps: readonly Step[]): Step {
  return {
    settled: steps.flatMap(({ settled }) => settled),
    sent: steps.flatMap(({ sent = [] }) => sent),
    again: steps.flatMap(({ again = [] }) => again),
  };
}

/**
 * Takes what a run consists of in its order, each in a turn of its own: when a slot is free, the target there and the lease
 * ours. What the target's absence leaves over goes back as it was.
 */
export async function inTurns(
  parts: TurnParts,
  leaseOfClaim: Lease,
  run: Run,
  take: (records: readonly ClaimedRecord[]) => Promise<Step>,
): Promise<void> {
  const lease = leaseOfClaim.ofOneRun();
  const settle = async (settlements: readonly Settlement[]): Promise<void> => {
    await parts.records.settle(lease, settlements);
    parts.count(settlements);
  };
  const queue = [...run];
  for (let records = queue.shift(); records !== undefined; records = queue.shift()) {
    if (parts.watch.gate().state === 'open') {
      await settle([records, ...queue].flat().map(released));
      return;
    }
    const step = await inTurn(parts, lease, [records, ...queue].flat(), () => take(records));
    if (step === undefined) return;
    await settle(step.settled);
    if (step.sent !== undefined && step.sent.length > 0) await parts.afterDelivery?.(step.sent);
    queue.unshift(...(step.again ?? []));
  }
}

/** Waits for a slot first, so that the lease is looked at right before something is sent. Undefined when it is lost. */
async function inTurn(
  parts: TurnParts,
  lease: Lease,
  held: readonly ClaimedRecord[],
  take: () => Promise<Step>,
): Promise<Step | undefined> {
  const free = await parts.slots.take();
  try {
    return (await isLeased(parts, lease, held)) ? await take() : undefined;
  } finally {
    free();
  }
}

/** Whether the lease ends well after the next requests (look-up, write) do; renews it where need be. */
async function isLeased(parts: TurnParts, lease: Lease, records: readonly ClaimedRecord[]): Promise<boolean> {
  if (lease.outlasts(2 * parts.timeoutMs)) return true;
  return parts.records.renew(
    lease,
    records.map(({ key }) => key),
  );
}
