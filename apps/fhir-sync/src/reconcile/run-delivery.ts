import type { Present } from '../desired/desired-records.repository.js';
import type { Lease } from '../desired/lease.js';
import { nameOf, type LogicalReference } from '../desired/references.js';
import type { Settlement } from '../desired/settlement.js';
import { faultOfStatus, isOutcomeUnknown, type Fault } from '../faults/faults.js';
import { TargetFault } from '../faults/target-fault.js';
import { heldForPatient, type RightPatient } from '../identity/right-patient.js';
import { patientThere } from '../lanes/created-patient.js';
import { halves } from './halves.js';
import type { RepositoryLane } from '../lanes/repository.js';
import type { Target } from '@ilium/site';
import { ThereNow } from '../others/there-now.js';
import type { SentRecord } from '../read-back/read-backs.repository.js';
import type { EntryAnswer } from '../target/bundle.js';
import type { Place, ServerPlaces } from '../target/server-places.js';
import type { TargetWatch } from '../target/target-watch.js';
import type { Run } from './arrange.js';
import { partByReferences } from './by-reference.js';
import type { ClaimedRecord } from './claimed-record.js';
import { completeReferences, lookedUp, type Completed } from './complete-references.js';
import { placeOf, sentAs, underItsId } from './its-place.js';
import { SizeLesson } from './size-lesson.js';
import { sizeOf, type TransactionSize } from './transaction-size.js';
import { inTurns, together, type Step, type TurnParts } from './turns.js';
import {
  byHand,
  changedThere,
  delivered,
  deliveredWithout,
  inDoubt,
  postponed,
  refused,
  released,
  waiting,
  type PatienceSettings,
} from './verdicts.js';

/** What a delivery works with. */
export interface DeliveryParts extends TurnParts {
  readonly lane: Pick<RepositoryLane, 'put' | 'read' | 'versions'>;
  readonly places: Pick<ServerPlaces, 'find' | 'forget' | 'remembers'>;
  readonly watch: Pick<TargetWatch, 'gate' | 'failed' | 'succeeded'>;
  readonly patience: PatienceSettings;
  readonly size: Pick<TransactionSize, 'shrink' | 'taken'>;
  readonly othersChanges: Target['othersChanges'];
}

/** A record with its JSON as it will be sent. */
interface ReadyRecord extends ClaimedRecord {
  readonly resource: string;
  readonly lookedUp: readonly LogicalReference[];
  /** A place in it comes from an earlier look-up, and may be wrong by now. */
  readonly fromMemory: boolean;
  /** It names its encounter by its place, if it has one. */
  readonly isWhole: boolean;
}

/** Delivers one run: its transactions one after the other, each split, repeated or given up as the server's answer wants it. */
export class RunDelivery {
  /** Where records that others refer to are; null for one that can only be named. */
  readonly #present: Map<string, string | null>;
  readonly #thereNow: ThereNow;
  /** Records that were read in this run: once is enough. */
  readonly #reread = new Set<string>();
  /** Names whose places were looked up in this run, or are to be: once is enough. */
  readonly #lookedUp = new Set<string>();
  readonly #size = new SizeLesson();

  constructor(
    private readonly parts: DeliveryParts,
    private readonly lease: Lease,
    present: Present,
    private readonly patients: Pick<RightPatient, 'doubtAbout'>,
  ) {
    this.#present = new Map(present);
    this.#thereNow = new ThereNow((urls) => parts.lane.read(urls), parts.othersChanges);
  }

  async deliver(run: Run): Promise<void> {
    await inTurns(this.parts, this.lease, run, (records) => this.#step(records));
    const limits = this.#size.lesson();
    if (limits !== undefined) this.parts.size.shrink(limits);
  }

  async #step(records: readonly ClaimedRecord[]): Promise<Step> {
    try {
      if (records.some(({ confirm }) => confirm)) return await this.#confirm(records);
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

  /** Reads what was taken while an earlier request was about: delivered if it still stands, else sent again. */
  async #confirm(records: readonly ClaimedRecord[]): Promise<Step> {
    const asked = records.filter(({ confirm }) => confirm);
    const versions = await this.parts.lane.versions(asked.map(placeOf));
    const settled: Settlement[] = [];
    const again: ClaimedRecord[] = [];
    for (const record of records) {
      const version = record.confirm ? (versions.get(placeOf(record)) ?? null) : record.serverVersion;
      const stands = record.confirm && version !== null && version === record.serverVersion;
      if (stands) settled.push(delivered(record, version));
      else again.push({ ...record, serverVersion: version, confirm: false });
      if (stands) this.#present.set(record.key, placeOf(record));
    }
    return { settled, again: again.length === 0 ? [] : [again] };
  }

  /** Completes references, and holds what can't go: its patient isn't there, or a record of ours that it refers to. */
  async #prepare(records: readonly ClaimedRecord[]): Promise<{ ready: ReadyRecord[]; waits: Settlement[] }> {
    const parsed = records.map((record) => {
      const resource: unknown = JSON.parse(record.body);
      const wanted = lookedUp(resource);
      return { record, resource, wanted, fromMemory: wanted.some((one) => this.#isFromMemory(one)) };
    });
    const places = await this.parts.places.find(parsed.flatMap(({ wanted }) => wanted));
    const waits: Settlement[] = [];
    const complete: ReadyRecord[] = [];
    for (const { record, resource, wanted, fromMemory } of parsed) {
      const unsent = this.#unsent(record, wanted, places);
      const completed = completeReferences(resource, places, this.#present);
      const settlement = unsent ?? this.#waits(record, completed);
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
        record.isDelivered
          ? deliveredWithout(record, record.serverVersion, patience)
          : waiting(record, 'reference', patience),
      ),
    );
    return { ready, waits };
  }

  /** What is to be settled of a record that does not go now. */
  #waits(record: ClaimedRecord, completed: Completed): Settlement | undefined {
    const { patience } = this.parts;
    const isWhole = completed.ok && completed.isWhole;
    // It is there already: nothing that is missing now takes it away.
    if (record.isDelivered) return isWhole ? undefined : deliveredWithout(record, record.serverVersion, patience);
    if (!completed.ok) return waiting(record, completed.reason, patience);
    return isWhole || record.ageMs >= patience.encounter.waitMs ? undefined : waiting(record, 'encounter', patience);
  }

  #taken(record: ReadyRecord, version: string | null): Settlement {
    if (record.doubtMs > 0) return inDoubt(record, version);
    return record.isWhole ? delivered(record, version) : deliveredWithout(record, version, this.parts.patience);
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
    if (record.isDelivered) return deliveredWithout(record, record.serverVersion, patience);
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
    const puts = ready.map((record) => ({
      key: placeOf(record),
      resource: record.resource,
      ifMatch: record.serverVersion,
    }));
    try {
      const answers = await this.parts.lane.put(puts);
      this.parts.watch.succeeded();
      this.#size.taken(sizeOf(ready));
      this.parts.size.taken(sizeOf(ready));
      return await this.#judge(ready, answers);
    } catch (error) {
      if (!(error instanceof TargetFault)) throw error;
      const { settled, again = [] } = await this.#mend(error.fault, ready);
      return { settled: isOutcomeUnknown(error.fault) ? settled.map((one) => this.#doubted(one)) : settled, again };
    }
  }

  /** The transaction as a whole failed: the fault's remedy. */
  async #mend(fault: Fault, ready: readonly ReadyRecord[]): Promise<Step> {
    if (fault.remedy === 'retry') return this.#retry(fault, ready);
    this.parts.watch.succeeded();
    if (fault.remedy === 're-read') return this.#reRead(fault, ready);
    if (fault.remedy === 'smaller') this.#size.tooLarge(sizeOf(ready));
    if (ready.length > 1) return { settled: [], again: halves(ready) };
    return this.#refuse(new Map(ready.map((record) => [record, fault])));
  }

  /** A first write got no answer. (Where a version is known, `If-Match` keeps a late request from being applied.) */
  #doubted(settlement: Settlement): Settlement {
    return settlement.serverVersion === null ? { ...settlement, doubtMs: this.parts.timeoutMs } : settlement;
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
  async #judge(ready: readonly ReadyRecord[], answers: readonly EntryAnswer[]): Promise<Step> {
    const settled: Settlement[] = [];
    const sent: SentRecord[] = [];
    const stale: ReadyRecord[] = [];
    const bad = new Map<ReadyRecord, Fault>();
    for (const [index, record] of ready.entries()) {
      const { status = 0, version = null, outcome = undefined } = answers[index] ?? {};
      const fault: Fault = { ...faultOfStatus(status), answer: outcome };
      if (status >= 200 && status < 300) {
        this.#present.set(record.key, placeOf(record));
        const namedOnly = record.refersTo.filter((key) => this.#present.get(key) === null);
        settled.push({ ...this.#taken(record, version), isShared: record.isShared ?? false, namedOnly });
        if (record.doubtMs === 0) sent.push({ ...sentAs(record), serverVersion: version });
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
      if (record.fromMemory) again.push(record);
      else settled.push(refused(record, fault));
      this.parts.places.forget(record.lookedUp);
      for (const one of record.lookedUp) this.#lookedUp.add(nameOf(one));
    }
    return { settled, again: again.length === 0 ? [] : [again] };
  }

  /** Whether its place would not be looked up now, and was not in this run. */
  #isFromMemory(one: LogicalReference): boolean {
    const name = nameOf(one);
    if (this.#lookedUp.has(name)) return false;
    if (this.parts.places.remembers(one)) return true;
    this.#lookedUp.add(name);
    return false;
  }
}
