import type { Target } from '@ilium/site';
import type { DesiredRecordsRepository, Present } from '../../desired/desired-records.repository.js';
import type { Lease } from '../../desired/lease.js';
import type { Settlement } from '../../desired/settlement.js';
import { isOutcomeUnknown, notOffered, ofOneThing, type Fault } from '../../faults/faults.js';
import { TargetFault } from '../../faults/target-fault.js';
import { heldForPatient, type RightPatient } from '../../identity/right-patient.js';
import { ThereNow } from '../../others/there-now.js';
import type { SentRecord } from '../../read-back/read-backs.repository.js';
import type { Run } from '../../reconcile/arrange.js';
import type { ClaimedRecord } from '../../reconcile/claimed-record.js';
import { completeReferences, lookedUp } from '../../reconcile/complete-references.js';
import { inTurns, type Step, type TurnParts } from '../../reconcile/turns.js';
import {
  byHand,
  changedThere,
  delivered,
  postponed,
  refused,
  released,
  unknownToUs,
  waiting,
  type PatienceSettings,
} from '../../reconcile/verdicts.js';
import { asSent } from '../../reconciliation/as-sent.js';
import type { FhirTarget } from '../../target/fhir-target.js';
import type { Offers } from '../../target/offers.js';
import type { ServerPlaces } from '../../target/server-places.js';
import type { TargetWatch } from '../../target/target-watch.js';
import type { Written } from '../../target/written.js';
import { asCreated, digestOf } from './content.js';
import { createdBefore } from './created-before.js';
import { likenessOf } from './likeness.js';

/** What a delivery works with. */
export interface CreateOnlyParts extends TurnParts {
  readonly records: Pick<DesiredRecordsRepository, 'settle' | 'renew' | 'intend' | 'takenPlaces' | 'hasTwin'>;
  readonly target: Pick<FhirTarget, 'create' | 'update'>;
  readonly searches: Pick<FhirTarget, 'batch'>;
  readonly places: Pick<ServerPlaces, 'find' | 'forget'>;
  readonly offers: Pick<Offers, 'takes'>;
  readonly watch: Pick<TargetWatch, 'gate' | 'failed' | 'succeeded'>;
  readonly patience: PatienceSettings;
  readonly othersChanges: Target['othersChanges'];
}

/** A create that no search finds after so many time-outs was not applied: two minutes, at the usual ten seconds. */
const timeOutsUntilSure = 12;

/** A server that does not do an interaction says one of these to it; to a create or an update of ours no other record is to blame. */
function isNotOffered({ status, scope }: Fault): boolean {
  // Without an OperationOutcome a proxy says 403 and 404, and that is nobody's word on the record.
  return notOffered.has(status) || ((status === 403 || status === 404) && scope === 'request');
}

/**
 * The lane for servers that create records, and hardly change any: each record once, under the server's id. That it is about
 * to be created is written down before, so that a create without an answer is never repeated blindly: first the server is
 * searched for it.
 */
export class CreateOnlyDelivery {
  readonly #present: Map<string, string | null>;
  /** What the server took in this turn. */
  #sent: SentRecord[] = [];

  constructor(
    private readonly parts: CreateOnlyParts,
    private readonly lease: Lease,
    present: Present,
    private readonly patients: Pick<RightPatient, 'doubtAbout'>,
  ) {
    this.#present = new Map(present);
  }

  /** Referred records come first in a run; each goes alone. */
  deliver(run: Run): Promise<void> {
    const singles = run.flat().map((record) => [record]);
    return inTurns(this.parts, this.lease, singles, async ([record]) => {
      if (record === undefined) return { settled: [] };
      this.#sent = [];
      const settlement = await this.#settlementOf(record);
      if (settlement.state === 'delivered') this.#remember(record, settlement);
      return { settled: [settlement], sent: this.#sent } satisfies Step;
    });
  }

  async #settlementOf(record: ClaimedRecord): Promise<Settlement> {
    // What nobody there has seen needs no taking back.
    const isSame = record.sentDigest === digestOf(record.body);
    if (record.isEnteredByHand && record.serverId === null) return isSame ? delivered(record, null) : byHand(record);
    if (record.retracted && record.serverId === null && !record.isIntended) return delivered(record, null);
    if (record.serverId !== null && isSame) return delivered(record, record.serverVersion);
    try {
      return await this.#write(record);
    } catch (error) {
      if (!(error instanceof TargetFault)) throw error;
      // A look-up failed: no record is to blame.
      return (await this.parts.watch.failed(error.fault))
        ? postponed(record, error.fault, this.parts.patience)
        : released(record);
    }
  }

  async #write(record: ClaimedRecord): Promise<Settlement> {
    if (record.refersTo.some((key) => !this.#present.has(key)))
      return waiting(record, 'reference', this.parts.patience);
    const resource: unknown = JSON.parse(record.body);
    const wanted = lookedUp(resource);
    const places = await this.parts.places.find(wanted);
    const doubt = this.patients.doubtAbout(record, places);
    if (doubt !== undefined) {
      // It may be mended in the chart: the next attempt looks anew.
      this.parts.places.forget(wanted);
      return heldForPatient(record, doubt, this.parts.patience);
    }
    const completed = completeReferences(resource, places, this.#present);
    if (!completed.ok) return waiting(record, completed.reason, this.parts.patience);
    // Once it is there it can't be mended: so the encounter is waited for, and not looked for afterwards.
    const isLate = record.ageMs >= this.parts.patience.encounter.waitMs;
    if (!completed.isWhole && !isLate) return waiting(record, 'encounter', this.parts.patience);
    if (record.serverId !== null) return this.#correct(record, completed.resource, record.serverId);
    return record.isIntended ? this.#search(record, completed.resource) : this.#create(record, completed.resource);
  }

  /** A create was sent before, and nobody knows what became of it. */
  async #search(record: ClaimedRecord, resource: string): Promise<Settlement> {
    if (record.doubtMs > 0) return unknownToUs(record, record.reason ?? 'taken-over', record.doubtMs);
    const sentSince = record.sentForMs === null ? undefined : Date.now() - record.sentForMs;
    const found = await createdBefore(
      { resource, sent: record.intentLikeness ?? likenessOf(resource), sentSince },
      {
        target: this.parts.searches,
        taken: (places) => this.parts.records.takenPlaces(record.key, places),
        hasTwin: (likeness) => this.parts.records.hasTwin(record.key, likeness),
      },
    );
    this.parts.watch.succeeded();
    if (found.kind === 'unclear') return { ...released(record), state: 'outcome-unknown', reason: 'search-unclear' };
    if (found.kind === 'found') {
      const stands = { ...delivered(record, null), serverId: found.place };
      // What was sent may be an older revision: it is there, and what has changed since comes next.
      if (record.sentDigest !== digestOf(record.body))
        return { ...stands, state: 'pending', reason: 'found-older', isIntended: false };
      await this.#found(record, found.place);
      return stands;
    }
    // It may come there yet: a second one in the chart would be worse than a late one.
    const { timeoutMs } = this.parts;
    if (record.intentAgeMs < timeOutsUntilSure * timeoutMs) {
      return unknownToUs(record, record.reason ?? 'taken-over', timeoutMs);
    }
    return record.retracted ? delivered(record, null) : this.#create(record, resource);
  }

  /** It was taken as well, though nobody said so. By what its references were named when it was sent is not known any more. */
  async #found({ key, revision, body }: ClaimedRecord, place: string): Promise<void> {
    const whereabouts = { places: this.parts.places, ours: async () => this.#present };
    const [resource] = await asSent([body], whereabouts);
    this.#sent.push({ key, revision, place, sent: JSON.stringify(resource), serverVersion: null });
  }

  async #create(record: ClaimedRecord, resource: string): Promise<Settlement> {
    const digest = digestOf(record.body);
    // Lost to another instance: what is settled here then counts for nothing.
    const { records } = this.parts;
    if (!(await records.intend(this.lease, record.key, digest, likenessOf(resource)))) return released(record);
    try {
      const sent = asCreated(resource);
      const written = await this.parts.target.create(typeOf(record), sent);
      this.parts.watch.succeeded();
      return this.#created(record, written, sent);
    } catch (error) {
      if (!(error instanceof TargetFault)) throw error;
      return this.#failed(record, error.fault, resource);
    }
  }

  #created(record: ClaimedRecord, { place, version }: Written, sent: string): Settlement {
    if (place === undefined) return unknownToUs(record, 'no-location', this.parts.timeoutMs);
    return this.#taken(record, { place, version, sent });
  }

  #taken(
    record: ClaimedRecord,
    { place, version, sent }: Pick<SentRecord, 'place' | 'sent'> & Pick<Written, 'version'>,
  ): Settlement {
    this.#sent.push({ key: record.key, revision: record.revision, place, sent, serverVersion: version });
    return { ...delivered(record, version), serverId: place, sentDigest: digestOf(record.body) };
  }

  async #failed(record: ClaimedRecord, fault: Fault, resource: string): Promise<Settlement> {
    const { patience, timeoutMs } = this.parts;
    // Nobody has to wait for a server that does not create such records: nothing would change.
    if (fault.remedy !== 'retry' || isNotOffered(fault)) {
      this.parts.watch.succeeded();
      this.parts.places.forget(lookedUp(JSON.parse(resource)));
      return refused(record, fault);
    }
    const isTheirs = await this.parts.watch.failed(ofOneThing(fault));
    const later = isTheirs ? postponed(record, fault, patience) : { ...released(record), reason: fault.name };
    if (!isOutcomeUnknown(fault)) return { ...later, state: 'pending', isIntended: false };
    const doubtMs = Math.max(timeoutMs, later.delayMs);
    return { ...unknownToUs(record, fault.name, doubtMs), attempts: later.attempts };
  }

  /** The server has an older revision, which others may have added to or changed: it is updated where the server takes that, else a person has to. */
  async #correct(record: ClaimedRecord, resource: string, serverId: string): Promise<Settlement> {
    const { offers, searches, target, watch, patience, othersChanges } = this.parts;
    if (!(await offers.takes(typeOf(record), 'update'))) return byHand(record);
    const thereNow = new ThereNow((urls) => searches.batch(urls), othersChanges);
    const versions = await thereNow.look([record], () => serverId);
    const merged = thereNow.merge(record, asCreated(resource, serverId));
    if (merged.kind === 'stays') return changedThere(record, merged);
    const version = versions.get(record.key) ?? record.serverVersion;
    try {
      const written = await target.update(serverId, merged.resource, version);
      watch.succeeded();
      return this.#taken(record, { place: serverId, version: written.version, sent: merged.resource });
    } catch (error) {
      if (!(error instanceof TargetFault)) throw error;
      if (isNotOffered(error.fault)) return byHand(record);
      const fault = ofOneThing(error.fault);
      // Gone there, and not taken again: no other try changes that.
      if (fault.scope !== error.fault.scope && thereNow.isGone(record) && (await watch.failed(fault)))
        return byHand(record);
      if (fault.remedy === 'retry') throw new TargetFault(fault);
      watch.succeeded();
      if (error.fault.remedy === 're-read') return postponed(record, error.fault, patience);
      return refused(record, error.fault);
    }
  }

  #remember(record: ClaimedRecord, { serverId }: Settlement): void {
    const place = serverId ?? record.serverId;
    if (place !== null) this.#present.set(record.key, place);
  }
}

function typeOf({ key }: ClaimedRecord): string {
  return key.slice(0, key.indexOf('/'));
}
