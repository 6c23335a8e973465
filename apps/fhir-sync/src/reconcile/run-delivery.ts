import type { Present } from '../desired/desired-records.repository.js';
import type { Lease } from '../desired/lease.js';
import type { LogicalReference } from '../desired/references.js';
import type { Settlement } from '../desired/settlement.js';
import { faultOfStatus, isOutcomeUnknown, type Fault } from '../faults/faults.js';
import { TargetFault } from '../faults/target-fault.js';
import { heldForPatient, type RightPatient } from '../identity/right-patient.js';
import { patientThere } from '../lanes/created-patient.js';
import { halves } from './halves.js';
import type { RepositoryLane } from '../lanes/repository.js';
import type { Target } from '@ilium/site';
import { ThereNow } from '../others/there-now.js';
import { mayBeUnknownThere, type Companions, type ProvenanceAlong } from '../provenance/provenance-along.js';
import type { SentRecord } from '../read-back/read-backs.repository.js';
import type { EntryAnswer } from '../target/bundle.js';
import type { Place, ServerPlaces } from '../target/server-places.js';
import type { TargetWatch } from '../target/target-watch.js';
import type { Run } from './arrange.js';
import { partByReferences } from './by-reference.js';
import type { ClaimedRecord } from './claimed-record.js';
import { confirm } from './confirm.js';
import { completeReferences, type Completed } from './complete-references.js';
import { placeOf, sentAs, underItsId } from './its-place.js';
import { staysDelivered, stillOwed, stillThere, taken } from './owed.js';
import type { Readings } from './readings.js';
import { putOf, withProvenance, type ReadyRecord } from './ready-record.js';
import { RememberedPlaces } from './remembered-places.js';
import { SizeLesson } from './size-lesson.js';
import type { TransactionSize } from './transaction-size.js';
import { inTurns, together, type Step, type TurnParts } from './turns.js';
import {
  byHand,
  changedThere,
  doubted,
  postponed,
  refused,
  released,
  waiting,
  type PatienceSettings,
} from './verdicts.js';
import { sizeOf, type TransactionLimits } from './weight.js';

/** What a delivery works with. */
export interface DeliveryParts extends TurnParts {
  readonly lane: Pick<RepositoryLane, 'put' | 'read' | 'versions'>;
  readonly readings: Pick<Readings, 'take'>;
  readonly places: Pick<ServerPlaces, 'find' | 'forget' | 'remembers'>;
  readonly watch: Pick<TargetWatch, 'gate' | 'failed' | 'succeeded'>;
  readonly patience: PatienceSettings;
  readonly size: Pick<TransactionSize, 'shrink' | 'taken'>;
  readonly othersChanges: Target['othersChanges'];
  readonly provenance: Pick<ProvenanceAlong, 'join' | 'isOwed' | 'outlook' | 'weigh'>;
}

/** Delivers one run: its transactions one after the other, each split, repeated or given up as the server's answer wants it. */
export class RunDelivery {
  /** Where records that others refer to are; null for one that can only be named. */
  readonly #present: Map<string, string | null>;
  readonly #thereNow: ThereNow;
  /** As they were claimed, with the versions that we wrote. */
  readonly #claimed = new Map<string, ClaimedRecord>();
  /** Records that were read in this run: once is enough. */
  readonly #reread = new Set<string>();
  readonly #remembered: RememberedPlaces;
  readonly #size = new SizeLesson();

  constructor(
    private readonly parts: DeliveryParts,
    private readonly lease: Lease,
    present: Present,
    private readonly patients: Pick<RightPatient, 'doubtAbout'>,
  ) {
    this.#present = new Map(present);
    this.#remembered = new RememberedPlaces(parts.places);
    this.#thereNow = new ThereNow((urls) => parts.lane.read(urls), parts.othersChanges);
  }

  async deliver(run: Run): Promise<void> {
    for (const record of run.flat()) this.#claimed.set(record.key, record);
    await inTurns(this.parts, this.lease, run, async (records) => {
      const step = await this.#step(records);
      const settled = step.settled.map((one) => staysDelivered(this.#claimed.get(one.key), one, this.parts.patience));
      return { ...step, settled };
    });
    const limits = this.#size.lesson();
    if (limits !== undefined) this.parts.size.shrink(limits);
  }

  #asClaimed(record: ClaimedRecord): ClaimedRecord {
    return this.#claimed.get(record.key) ?? record;
  }

  async #step(records: readonly ClaimedRecord[]): Promise<Step> {
    try {
      if (records.some(({ confirm }) => confirm)) {
        const { there, ...step } = await confirm(records, this.parts);
        for (const record of there) this.#present.set(record.key, placeOf(record));
        return step;
      }
      const shared = records.filter(({ key, isShared }) => isShared === true && !this.#reread.has(key));
      const { ready, waits } = await this.#prepare(await this.#look(records, shared));
      const { going, left } = this.#besideOthers(ready);
      const settled = [...waits, ...left];
      if (going.length === 0) return { settled };
      return together([{ settled }, await this.#send(going)]);
    } catch (error) {
      // A look-up or a read failed: whatever the fault says of it, no record is to blame.
      if (error instanceof TargetFault) return this.#retry(error.fault, records);
      throw error;
    }
  }

  /** Completes references, and holds what can't go: its patient isn't there, or a record of ours that it refers to. */
  async #prepare(records: readonly ClaimedRecord[]): Promise<{ ready: ReadyRecord[]; waits: Settlement[] }> {
    const parsed = records.map((record) => {
      const { resource, wanted } = this.parts.readings.take(record);
      return { record, resource, wanted, fromMemory: wanted.some((one) => this.#remembered.includes(one)) };
    });
    const places = await this.parts.places.find(parsed.flatMap(({ wanted }) => wanted));
    const waits: Settlement[] = [];
    const complete: ReadyRecord[] = [];
    for (const { record, resource, wanted, fromMemory } of parsed) {
      const claimed = this.#asClaimed(record);
      const unsent = this.#unsent(claimed, wanted, places);
      const completed = completeReferences(resource, places, this.#present);
      const settlement = unsent ?? this.#waits(claimed, completed);
      if (settlement !== undefined) waits.push(settlement);
      else if (completed.ok) {
        const placed = underItsId(completed.resource, record);
        complete.push({ ...record, ...completed, resource: placed, lookedUp: wanted, fromMemory });
      }
    }
    const { ready, held } = partByReferences(complete, (key) => this.#present.has(key));
    const { patience } = this.parts;
    waits.push(
      ...held.map((record) =>
        record.isDelivered ? stillOwed(this.#asClaimed(record), patience) : waiting(record, 'reference', patience),
      ),
    );
    return { ready, waits };
  }

  /** What is to be settled of a record that does not go now. */
  #waits(record: ClaimedRecord, completed: Completed): Settlement | undefined {
    const { patience } = this.parts;
    // It is there already: nothing that is missing now takes it away.
    if (record.isDelivered) return stillThere(record, completed, this.parts.provenance.outlook, patience);
    if (!completed.ok) return waiting(record, completed.reason, patience);
    return completed.isWhole || record.ageMs >= patience.encounter.waitMs
      ? undefined
      : waiting(record, 'encounter', patience);
  }

  /** What becomes of a record whose patient may be somebody else, and of a Patient that is not to be written. */
  #unsent(
    record: ClaimedRecord,
    wanted: readonly LogicalReference[],
    places: ReadonlyMap<string, Place>,
  ): Settlement | undefined {
    const { patience } = this.parts;
    if (record.isEnteredByHand && record.serverId === null) return byHand(record);
    const doubt = this.patients.doubtAbout(record, places);
    if (doubt === undefined) return patientThere(record, places, patience);
    // It may be mended in the chart: the next attempt looks anew.
    this.parts.places.forget(wanted);
    // What is there stays as it is: only what would be written is held.
    if (record.isDelivered) return stillOwed(record, patience);
    return heldForPatient(record, doubt, patience);
  }

  /** Reads what stands there under some of them. */
  async #look(records: readonly ClaimedRecord[], some: readonly ClaimedRecord[]): Promise<readonly ClaimedRecord[]> {
    if (some.length === 0) return records;
    const versions = await this.#thereNow.look(some, placeOf);
    for (const { key } of some) this.#reread.add(key);
    return records.map((record) => {
      const read = versions.get(record.key);
      return read === undefined ? record : { ...record, serverVersion: read };
    });
  }

  /** What others added to them goes along; what others changed in them may have to stay. */
  #besideOthers(ready: readonly ReadyRecord[]): { going: ReadyRecord[]; left: Settlement[] } {
    const going: ReadyRecord[] = [];
    const left: Settlement[] = [];
    for (const record of ready) {
      const merged = this.#thereNow.merge(record, record.resource);
      if (merged.kind === 'goes') going.push({ ...record, resource: merged.resource, isShared: merged.isShared });
      else left.push(changedThere(record, merged));
    }
    return { going, left };
  }

  async #send(ready: readonly ReadyRecord[]): Promise<Step> {
    const size = sizeOf(ready, this.parts.provenance.weigh);
    const companions = this.parts.provenance.join(ready);
    try {
      const answers = await this.parts.lane.put([...ready.map(putOf), ...companions.puts]);
      this.parts.watch.succeeded();
      this.#size.taken(size);
      this.parts.size.taken(size);
      return await this.#judge(ready, answers, companions);
    } catch (error) {
      if (!(error instanceof TargetFault)) throw error;
      const { settled, again = [] } = await this.#mend(error.fault, ready, size, companions.puts.length > 0);
      return {
        settled: isOutcomeUnknown(error.fault) ? settled.map((one) => doubted(one, this.parts.timeoutMs)) : settled,
        again,
      };
    }
  }

  /** The transaction as a whole failed: the fault's remedy. */
  async #mend(
    fault: Fault,
    ready: readonly ReadyRecord[],
    size: TransactionLimits,
    hasProvenance: boolean,
  ): Promise<Step> {
    const without = { settled: [], again: [ready.map((record) => ({ ...record, withoutProvenance: fault }))] };
    if (hasProvenance && mayBeUnknownThere(fault)) return without;
    if (fault.remedy === 'retry') return this.#retry(fault, ready);
    this.parts.watch.succeeded();
    if (fault.remedy === 're-read') return this.#reRead(fault, ready);
    const isAlone = ready.length === 1;
    // Which of the two is to blame is seen without the one.
    if (isAlone && hasProvenance) return without;
    if (fault.remedy === 'smaller') this.#size.tooLarge(size);
    if (!isAlone) return { settled: [], again: halves(ready) };
    return this.#refuse(new Map(ready.map((record) => [record, fault])));
  }

  async #retry(fault: Fault, records: readonly ClaimedRecord[]): Promise<Step> {
    const isTheirs = await this.parts.watch.failed(fault);
    return {
      settled: records.map((record) => (isTheirs ? postponed(record, fault, this.parts.patience) : released(record))),
    };
  }

  async #reRead(fault: Fault, records: readonly ClaimedRecord[]): Promise<Step> {
    const fresh = records.filter(({ key }) => !this.#reread.has(key));
    if (fresh.length === 0) return { settled: records.map((record) => postponed(record, fault, this.parts.patience)) };
    return { settled: [], again: [await this.#look(records, fresh)] };
  }

  /** The server answered entry by entry. */
  async #judge(
    ready: readonly ReadyRecord[],
    answers: readonly EntryAnswer[],
    { positions }: Companions,
  ): Promise<Step> {
    const settled: Settlement[] = [];
    const sent: SentRecord[] = [];
    const stale: ReadyRecord[] = [];
    const bad = new Map<ReadyRecord, Fault>();
    for (const [index, record] of ready.entries()) {
      const { status = 0, version = null, outcome = undefined } = answers[index] ?? {};
      const fault: Fault = { ...faultOfStatus(status), answer: outcome };
      if (status >= 200 && status < 300) {
        this.#present.set(record.key, placeOf(record));
        const position = positions.get(record.key);
        const answer = position === undefined ? undefined : answers[position];
        const isOwed = this.parts.provenance.isOwed(record, answer);
        const namedOnly = record.refersTo.filter((key) => this.#present.get(key) === null);
        settled.push({
          ...taken(record, version, isOwed, this.parts.patience),
          isShared: record.isShared ?? false,
          namedOnly,
        });
        sent.push({ ...sentAs(record), serverVersion: version, doubtMs: record.doubtMs });
      } else if (fault.remedy === 're-read' && !this.#reread.has(record.key)) {
        stale.push(record);
      } else if (fault.remedy === 'retry' || fault.remedy === 're-read') {
        settled.push(postponed(record, fault, this.parts.patience));
      } else {
        bad.set(record, fault);
      }
    }
    const steps: Step[] = [{ settled, sent }, this.#refuse(bad)];
    if (stale.length > 0) steps.push(await this.#reRead(faultOfStatus(409), stale));
    return together(steps);
  }

  /** Refuses, but first gives each record that named a place from memory another try, with a fresh look-up. */
  #refuse(bad: ReadonlyMap<ReadyRecord, Fault>): Step {
    const settled: Settlement[] = [];
    const again: ReadyRecord[] = [];
    for (const [record, fault] of bad) {
      if (record.fromMemory) again.push(withProvenance(record));
      else settled.push(refused(record, fault));
      this.#remembered.forget(record.lookedUp);
    }
    return { settled, again: again.length === 0 ? [] : [again] };
  }
}
