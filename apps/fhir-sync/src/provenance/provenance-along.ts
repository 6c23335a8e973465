import { faultOfStatus, type Fault } from '../faults/faults.js';
import { isOperationOutcome } from '../faults/operation-outcome.js';
import type { ClaimedRecord } from '../reconcile/claimed-record.js';
import { weighAlone, type TransactionLimits } from '../reconcile/weight.js';
import type { EntryAnswer, Put } from '../target/bundle.js';
import { hasProvenance, provenanceOf, type ProvenanceSettings } from './provenance-of.js';

/** What became of a Provenance whose record is there. `missed`: it is tried again; `left-out`: the target has refused others. */
export type ProvenanceFate = 'written' | 'refused' | 'missed' | 'left-out';

/** A target that refuses one is not asked for the next ones for so long: its next release may take them. */
const notAskedForMs = 3_600_000;
/** Together with its Provenance a record fails so often; then it is tried without. */
const mostTogether = 3;
/** No Provenance is longer, as JSON. */
export const mostProvenanceBytes = 1_000;

/** One PUT for each Provenance that goes with some records, and where it stands in the transaction, by the keys of the records. */
export interface Companions {
  readonly puts: readonly Put[];
  readonly positions: ReadonlyMap<string, number>;
}

/** Without settings no Provenance is written. */
export interface ProvenanceAlongParts {
  readonly settings: ProvenanceSettings | undefined;
  readonly count: (fate: ProvenanceFate) => void;
  /** After the first sign that the target takes none, until it is asked again: the server may only have stumbled. */
  readonly pauseMs: number;
  /** The target takes none. */
  readonly tell: (fault: Pick<Fault, 'name'>) => void;
  readonly now?: () => number;
}

/**
 * Writes the Provenance of records into the transactions that write the records, and keeps the two apart where a server takes the one
 * and not the other: no record waits for its Provenance, or is refused for it.
 */
export class ProvenanceAlong {
  #notBefore = -Infinity;
  #refusal: string | undefined;
  /** There was a first sign that the target takes none, and no Provenance was written since. */
  #isSuspected = false;

  constructor(private readonly parts: ProvenanceAlongParts) {}

  /** Why the target is not asked for Provenance; undefined when it is, or never was to be. */
  get trouble(): string | undefined {
    return this.outlook !== 'never' || this.#refusal === undefined
      ? undefined
      : `The server takes no Provenance (${this.#refusal}): records go without it, and it is tried again within an hour. Let the server take PUT of Provenance, or set \`provenance: false\` for the target.`;
  }

  /** Whether what is owed can go now, after a pause, or not any more. */
  get outlook(): 'now' | 'later' | 'never' {
    if (this.parts.settings === undefined) return 'never';
    if (this.#isAsked()) return 'now';
    return this.#refusal === undefined ? 'later' : 'never';
  }

  /** What a record takes of a transaction, with what goes along. */
  readonly weigh = (record: ClaimedRecord): TransactionLimits => {
    const { entries, bytes } = weighAlone(record);
    return this.#goesAlong(record) === undefined
      ? { entries, bytes }
      : { entries: entries + 1, bytes: bytes + mostProvenanceBytes };
  };

  /** @param records as many entries, which come first in the transaction */
  join(records: readonly ClaimedRecord[]): Companions {
    const puts: Put[] = [];
    const positions = new Map<string, number>();
    for (const record of records) {
      const settings = this.#goesAlong(record);
      if (settings === undefined) continue;
      positions.set(record.key, records.length + puts.length);
      puts.push(provenanceOf(record, settings));
    }
    return { puts, positions };
  }

  /**
   * Whether the Provenance of a record that was taken is to be tried again.
   * @param answer to its own entry; undefined where it did not go along
   */
  isOwed(record: ClaimedRecord, answer: EntryAnswer | undefined): boolean {
    if (this.parts.settings === undefined || !hasProvenance(record.key)) return false;
    if (answer === undefined) return this.#isOwedLater(record);
    if (answer.status >= 200 && answer.status < 300) {
      this.parts.count('written');
      this.#isSuspected = false;
      return false;
    }
    const fault = faultOfStatus(answer.status);
    return isRefusal(fault) ? this.#refused(fault) : this.#missed();
  }

  /** The settings that it is written by; undefined where it stays behind. */
  #goesAlong({
    key,
    suspect,
    attempts,
    isDelivered,
    withoutProvenance,
  }: ClaimedRecord): ProvenanceSettings | undefined {
    const { settings } = this.parts;
    if (settings === undefined || withoutProvenance !== undefined || !hasProvenance(key)) return undefined;
    // A server may fail on what it does not know, and say nothing of it. (What is there goes for its Provenance, or goes in vain.)
    if (suspect && !isDelivered && attempts >= mostTogether) return undefined;
    return this.#isAsked() ? settings : undefined;
  }

  #isOwedLater({ withoutProvenance: fault }: ClaimedRecord): boolean {
    if (this.outlook === 'never') {
      this.parts.count('left-out');
      return false;
    }
    if (fault === undefined) return this.#missed();
    // A record may be so large that nothing fits beside it: that says nothing of the others.
    if (fault.remedy === 'smaller') {
      this.parts.count('refused');
      return false;
    }
    return this.#suspected(fault);
  }

  /** The record was taken as soon as it went without. Once may be chance, as the server may have stumbled in between. */
  #suspected(fault: Fault): boolean {
    if (this.#isSuspected && this.#isAsked()) return this.#refused(fault);
    if (!this.#isSuspected) this.#pause(this.parts.pauseMs);
    this.#isSuspected = true;
    return this.#missed();
  }

  #missed(): true {
    this.parts.count('missed');
    return true;
  }

  #refused(fault: Pick<Fault, 'name'>): false {
    this.parts.count('refused');
    if (this.outlook !== 'never') this.parts.tell(fault);
    this.#refusal = fault.name;
    this.#isSuspected = false;
    this.#pause(notAskedForMs);
    return false;
  }

  #pause(ms: number): void {
    this.#notBefore = this.#now() + ms;
  }

  #isAsked(): boolean {
    const isAsked = this.#now() >= this.#notBefore;
    if (isAsked) this.#refusal = undefined;
    return isAsked;
  }

  #now(): number {
    return (this.parts.now ?? (() => performance.now()))();
  }
}

/** A type or an interaction that the server does not know is answered with these, which else say that it takes no transactions. */
const notSupported: ReadonlySet<number | undefined> = new Set([405, 501]);

function isRefusal({ remedy, status }: Fault): boolean {
  return remedy === 'refuse' || notSupported.has(status);
}

/** Whether a whole transaction may have failed since the server knows no Provenance; a proxy has no OperationOutcome. */
export function mayBeUnknownThere({ status, answer }: Fault): boolean {
  return notSupported.has(status) && isOperationOutcome(answer);
}
