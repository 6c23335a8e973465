import type { Logger } from '@ilium/observability';
import type { Claim, ClaimSize, DesiredRecordsRepository } from '../desired/desired-records.repository.js';
import type { RecordLane } from '../desired/routes.js';
import { TargetFault } from '../faults/target-fault.js';
import type { TargetWatch } from '../target/target-watch.js';
import type { TransactionLimits } from './weight.js';
import { Bell } from './bell.js';
import type { ClaimedRecord } from './claimed-record.js';
import type { LaneRun, Lanes } from './lane-run.js';
import type { TransactionSize } from './transaction-size.js';
import { released, withoutLane } from './verdicts.js';

export interface ReconcileSettings {
  /** Requests in flight. */
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly limits: TransactionLimits;
  /** Longest time between two looks: what another instance left behind is found after it. */
  readonly idleMs: number;
  /** How long a stop waits for answers; what has none by then is sent again by whoever comes next. */
  readonly stopWithinMs: number;
}

export interface ReconcileParts {
  readonly records: Pick<DesiredRecordsRepository, 'claim' | 'settle' | 'msUntilDue'>;
  readonly watch: Pick<TargetWatch, 'gate' | 'probe' | 'idle' | 'failed'>;
  readonly lanes: Lanes;
  readonly size: Pick<TransactionSize, 'limits'>;
  /** Places for the records of a claim in a few requests, where the target can be asked for many at a time. */
  readonly lookAhead: ((claim: Claim) => Promise<unknown>) | undefined;
  /** What is in flight is given up. */
  readonly close: () => Promise<void>;
  readonly logger: Logger;
}

/** Shortest sleep while something is due that can't be had: another transaction holds it at this moment. */
const shortestSleepMs = 20;
/** While one run sends, others write down what became of them: where PostgreSQL is busy that takes longer than a request. */
const runsPerSlot = 4;
/** Claimed at a time. */
const claimedPerSlot = 2;
/** Of a claim, runs for so many turns of all slots, so many records, and for that part of the lease. */
const mostTurns = 8;
const mostAhead = 2_000;
/** While places are found for one, the next is taken. */
const claimsAhead = 2;
const leaseShare = 8;
/** A run counts as much as this part of those before it. */
const runsRemembered = 16;
/** After an error that is not the target's, PostgreSQL away for example. */
const afterErrorMs = 1_000;

/**
 * Makes a target hold what the table says it should. Level-triggered: each turn looks at what is due now, whatever
 * happened before; a ring (a commit of the consumer, the end of a run) only says that it is worth looking.
 */
export class ReconcileService {
  readonly #bell = new Bell();
  readonly #running = new Set<Promise<void>>();
  /** What a run takes, in milliseconds; at the start as if it took long. */
  #runMs: number;
  #stopping = false;
  /** Taken while the runs of the claims before them wait for their turn, so that no slot waits for a claim. */
  readonly #ahead: Promise<Claim>[] = [];
  /** One claim at a time is taken: another beside it would only look at the same records. */
  #taking: Promise<unknown> = Promise.resolve();
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: ReconcileParts,
    private readonly settings: ReconcileSettings,
  ) {
    this.#runMs = settings.leaseMs;
  }

  start(): void {
    this.#loop = this.#turns();
  }

  /** Takes nothing new, and waits for what is in flight. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#bell.ring();
    const { close } = this.parts;
    const deadline = setTimeout(() => void close(), this.settings.stopWithinMs);
    await this.#loop;
    await Promise.all(this.#running);
    clearTimeout(deadline);
    await close();
  }

  /** There may be something to do. */
  wake(): void {
    this.#bell.ring();
  }

  async #turns(): Promise<void> {
    // What was taken ahead is given back by a last turn.
    while (!this.#stopping || this.#ahead.length > 0) {
      try {
        await this.#turn();
      } catch (error) {
        this.parts.logger.error('reconcile failed', { error });
        if (!this.#stopping) await this.#bell.sleep(afterErrorMs);
      }
    }
  }

  async #turn(): Promise<void> {
    if (await this.#startAhead()) return;
    const { watch } = this.parts;
    const gate = watch.gate();
    if (gate.state === 'open') {
      if (gate.probeInMs === 0) await watch.probe();
      else if (!(await this.#startInOwnTime())) await this.#bell.sleep(gate.probeInMs);
      return;
    }
    if (this.#running.size >= this.#mostRunning()) {
      await this.#bell.sleep(this.settings.idleMs);
      return;
    }
    const claim = await this.#claim();
    if (claim.records.length > 0) {
      await this.#startAll(claim);
      return;
    }
    await watch.idle();
    await this.#sleepUntilDue();
  }

  /** What goes in its own time does so while the FHIR server is away. False when there is nothing of it. */
  async #startInOwnTime(): Promise<boolean> {
    const { lanes, records } = this.parts;
    if ((lanes.document ?? lanes['hl7v2-out']) === undefined) return false;
    if (this.#running.size >= this.#mostRunning()) return false;
    const claim = await records.claim(this.#claimSize(), this.settings.leaseMs, 'in-own-time');
    if (claim.records.length === 0) return false;
    await this.#startAll(claim);
    return true;
  }

  /** False when nothing was taken ahead. */
  async #startAhead(): Promise<boolean> {
    const ahead = this.#ahead.shift();
    if (ahead === undefined) return false;
    const claim = await ahead;
    this.#claimMore(claim);
    await this.#startAll(claim);
    return true;
  }

  #claimAhead(): void {
    if (this.#ahead.length >= claimsAhead || this.#stopping || this.parts.watch.gate().state !== 'closed') return;
    const ahead = this.#claim();
    // The turn that waits for it hears of it.
    ahead.catch(() => undefined);
    this.#ahead.push(ahead);
  }

  /** Takes what is due, and finds the places that it names. */
  async #claim(): Promise<Claim> {
    const taken = this.#taking.then(() => this.parts.records.claim(this.#claimSize(), this.settings.leaseMs));
    this.#taking = taken.catch(() => undefined);
    const claim = await taken;
    this.#claimMore(claim);
    if (claim.records.length > 0) await this.#lookAhead(claim);
    return claim;
  }

  /** Where as many were due as are taken at a time there are more. */
  #claimMore({ records }: Claim): void {
    if (records.length >= this.#claimSize().records) this.#claimAhead();
  }

  /**
   * Enough for every slot, also for those that are not free yet: one claim is cheaper than eight. While requests are
   * small and quick several times as much, as far as the lease is long enough for it. Of what goes one record a request so many as
   * there are runs, else most of a claim would outlive its lease while it waits for its turn, and be taken once more.
   */
  #claimSize(): ClaimSize {
    const runs = this.#perSlot(claimedPerSlot);
    const { entries, bytes } = this.parts.size.limits;
    const turns = Math.min(mostTurns, Math.max(1, Math.floor(this.settings.leaseMs / leaseShare / this.#runMs)));
    const size = entries * runs;
    const records = Math.max(size, Math.min(size * turns, mostAhead));
    return { records, bytes: bytes * runs, singles: runs * turns };
  }

  #took(ms: number): void {
    this.#runMs += (ms - this.#runMs) / runsRemembered;
  }

  /** A run that finds no places here asks for itself. */
  async #lookAhead(claim: Claim): Promise<void> {
    if (this.parts.watch.gate().state !== 'closed') return;
    try {
      await this.parts.lookAhead?.(claim);
    } catch (error) {
      if (!(error instanceof TargetFault)) throw error;
      await this.parts.watch.failed(error.fault);
    }
  }

  async #sleepUntilDue(): Promise<void> {
    const ms = (await this.parts.records.msUntilDue()) ?? this.settings.idleMs;
    await this.#bell.sleep(Math.min(Math.max(ms, shortestSleepMs), this.settings.idleMs));
  }

  #mostRunning(): number {
    return this.#perSlot(runsPerSlot);
  }

  /** The first request after the target was away goes alone. */
  #perSlot(count: number): number {
    return this.parts.watch.gate().state === 'trial' ? 1 : count * this.settings.concurrency;
  }

  async #startAll(claim: Claim): Promise<void> {
    const byLane = Map.groupBy(claim.records, ({ lane }) => lane);
    const runs = [...byLane].flatMap(([lane, records]) => this.#runsOf(lane, records, claim));
    for (const [index, run] of runs.entries()) {
      while (this.#running.size >= this.#mostRunning() && !this.#stopping) {
        this.#claimAhead();
        await this.#bell.sleep(this.settings.idleMs);
      }
      if (this.#stopping) {
        const left = runs.slice(index).flatMap(({ records }) => records);
        await this.parts.records.settle(claim.lease, left.map(released));
        return;
      }
      this.#start(run);
    }
  }

  #runsOf(lane: RecordLane, records: readonly ClaimedRecord[], claim: Claim): readonly LaneRun[] {
    const runs = this.parts.lanes[lane];
    if (runs !== undefined) return runs(records, claim);
    // The site file was changed, and they were in hand when the others were routed anew: the next start does it, or a person.
    const settle = () => this.parts.records.settle(claim.lease, records.map(withoutLane));
    return [{ records, deliver: settle }];
  }

  #start({ deliver }: LaneRun): void {
    const since = performance.now();
    const delivery = deliver()
      .then(() => this.#took(performance.now() - since))
      // Its records come again when their lease is over.
      .catch((error: unknown) => this.parts.logger.error('delivery failed', { error }))
      .finally(() => {
        this.#running.delete(delivery);
        this.#bell.ring();
      });
    this.#running.add(delivery);
  }
}
