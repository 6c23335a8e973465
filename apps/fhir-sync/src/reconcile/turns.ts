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
 * ours. What the target's absence leaves over goes back as it was; what another instance has taken over is given up.
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
  for (let queue = run; queue.length > 0;) {
    if (parts.watch.gate().state === 'open') {
      await settle(queue.flat().map(released));
      return;
    }
    const turn = await inTurn(parts, lease, queue, take);
    if (turn === undefined) return;
    const { step, rest } = turn;
    await settle(step.settled);
    if (step.sent !== undefined && step.sent.length > 0) await parts.afterDelivery?.(step.sent);
    queue = [...(step.again ?? []), ...rest];
  }
}

/** Waits for a slot first, so that the lease is looked at right before something is sent. Undefined when all of it is lost. */
async function inTurn(
  parts: TurnParts,
  lease: Lease,
  queue: Run,
  take: (records: readonly ClaimedRecord[]) => Promise<Step>,
): Promise<{ readonly step: Step; readonly rest: Run } | undefined> {
  const free = await parts.slots.take();
  try {
    const [records, ...rest] = await stillHeld(parts, lease, queue);
    return records === undefined ? undefined : { step: await take(records), rest };
  } finally {
    free();
  }
}

/** What is ours for well longer than the next requests (look-up, write) take; renewed where need be. */
export async function stillHeld(
  parts: Pick<TurnParts, 'records' | 'timeoutMs'>,
  lease: Lease,
  queue: Run,
): Promise<Run> {
  if (lease.outlasts(2 * parts.timeoutMs)) return queue;
  const keys = queue.flat().map(({ key }) => key);
  const kept = await parts.records.renew(lease, keys);
  if (kept.size === keys.length) return queue;
  return queue.map((records) => records.filter(({ key }) => kept.has(key))).filter(({ length }) => length > 0);
}
