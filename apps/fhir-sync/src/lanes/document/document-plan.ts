import { placesInChart } from './withdrawn-rows.js';
import type { PatientDocument } from './patient-document.js';
import type { StoredDocument } from './stored-document.js';

/** A document as the records have it now. */
export interface MadeDocument {
  readonly document: PatientDocument;
  readonly patient: string;
}

/** A document that is to be written, with what has to be known of it from then on. */
export interface Writing extends MadeDocument {
  readonly told: readonly string[];
  readonly replaces: readonly string[];
  readonly former: readonly string[];
  /** Where it is updated, though the server chose the id; null: under our id, or it is created. */
  readonly serverId: string | null;
}

/** What is to change in what is stored. */
export interface DocumentPlan {
  readonly written: readonly Writing[];
  /** Nobody has seen them, and nobody has to. */
  readonly dropped: readonly StoredDocument[];
  /** Another stands in their place, and the server lets them say so. */
  readonly superseded: readonly StoredDocument[];
  /** No records are left for them: to be taken back under their own key. */
  readonly orphaned: readonly StoredDocument[];
  /** Their records went to another patient: to be taken back in the old chart, while the key goes with the records. */
  readonly moved: readonly StoredDocument[];
  /** They say the same, of these records. */
  readonly told: readonly Pick<StoredDocument, 'key' | 'told'>[];
  /** Records whose documents are not written yet, since something of them is under way. */
  readonly behind: readonly string[];
}

/**
 * Compares the documents that records make with those that are stored, all of the same patients. What is under way is left
 * alone, and what depends on it comes next time: only then is it known in whose place a document stands.
 *
 * @param isUpdatable whether the target lets documents of ours be changed
 * @param unmade keys of documents that are to be left alone as well, since what they are to say is not made yet
 */
export function planOf(
  made: readonly MadeDocument[],
  stored: readonly StoredDocument[],
  isUpdatable: boolean,
  unmade: ReadonlySet<string> = new Set(),
): DocumentPlan {
  const plan = new Planning(made, stored, isUpdatable, unmade);
  for (const one of made) plan.make(one);
  plan.takeBackOthers();
  return plan;
}

class Planning implements DocumentPlan {
  readonly written: Writing[] = [];
  readonly dropped: StoredDocument[] = [];
  readonly superseded: StoredDocument[] = [];
  readonly orphaned: StoredDocument[] = [];
  readonly moved: StoredDocument[] = [];
  readonly told: Pick<StoredDocument, 'key' | 'told'>[] = [];
  readonly behind: string[] = [];
  readonly #stored: ReadonlyMap<string, StoredDocument>;
  /** Keys of stored documents that made ones account for. */
  readonly #accounted = new Set<string>();

  constructor(
    made: readonly MadeDocument[],
    stored: readonly StoredDocument[],
    private readonly isUpdatable: boolean,
    private readonly unmade: ReadonlySet<string>,
  ) {
    this.#stored = new Map(stored.map((one) => [one.key, one]));
    for (const one of made) for (const { key } of this.#replacedBy(one)) this.#accounted.add(key);
  }

  make(made: MadeDocument): void {
    const { document, patient } = made;
    const own = this.#stored.get(document.key);
    const isOfOther = own !== undefined && own.patient !== patient;
    // Nobody was ever told in this chart. (In the other one it is taken back like any that has no records any more.)
    if (document.isOver && (own === undefined || isOfOther)) return;
    this.#accounted.add(document.key);
    const replaced = this.#replacedBy(made);
    if (this.unmade.has(document.key) || [own, ...replaced].some((one) => this.#isUnderWay(one))) {
      if (own?.digest !== document.digest || isOfOther || replaced.length > 0) this.behind.push(...document.members);
      return;
    }
    if (own !== undefined && !isOfOther && own.digest === document.digest && replaced.length === 0) {
      // What it told before and does no more has gone from the chart with it.
      const told = own.state === 'delivered' ? union(document.members) : union(own.told, document.members);
      if (told.join() !== own.told.join()) this.told.push({ key: own.key, told });
    } else if (document.isOver && own?.mayBeThere === false) {
      this.dropped.push(own);
    } else {
      this.#write(made, own, replaced);
    }
  }

  /** Documents that no records make any more, whatever became of these. */
  takeBackOthers(): void {
    for (const one of this.#stored.values()) {
      if (one.digest === null || one.isOver || this.#accounted.has(one.key)) continue;
      if (this.#isUnderWay(one)) this.behind.push(...one.told);
      else if (one.mayBeThere) this.orphaned.push(one);
      else this.dropped.push(one);
    }
  }

  #isUnderWay(one: StoredDocument | undefined): boolean {
    return one !== undefined && (one.isUnderWay || this.unmade.has(one.key));
  }

  #write(made: MadeDocument, own: StoredDocument | undefined, replaced: readonly StoredDocument[]): void {
    const isOfOther = own !== undefined && own.patient !== made.patient;
    const former = own === undefined || isOfOther ? [] : this.#namedInstead(own);
    for (const one of replaced) {
      if (this.isUpdatable && one.mayBeThere) this.superseded.push(one);
      else this.dropped.push(one);
    }
    const isTakenBack = own?.isOver === true && own.state === 'delivered';
    // Where documents can be updated, those it was to replace are superseded by themselves.
    const isThere =
      own !== undefined && (own.serverId !== null || (!this.isUpdatable && placesInChart(own).length > 0));
    if (isOfOther && isThere && !isTakenBack) this.moved.push(own);
    this.written.push({
      ...made,
      told: union(own?.told ?? [], made.document.members, ...replaced.map(({ told }) => told)),
      replaces: union(former, ...replaced.map((one) => this.#namedInstead(one, true))),
      former: union(...[own, ...replaced].map((one) => (one === undefined ? [] : placesOf(one)))),
      serverId: this.isUpdatable && !isOfOther ? (own?.serverId ?? null) : null,
    });
  }

  /** What a document names that stands in the place of this one: it, and what it would have named but did not yet. */
  #namedInstead(one: StoredDocument, isOther = false): readonly string[] {
    const own = this.isUpdatable ? null : one.serverId;
    const place = isOther && this.isUpdatable ? (one.serverId ?? (one.mayBeThere ? one.key : null)) : own;
    const isTold = one.state === 'delivered' && !this.isUpdatable;
    return [...(place === null ? [] : [place]), ...(isTold ? [] : one.replaces)];
  }

  /** Stored documents of the same chart that stand, and in whose place this one does. */
  #replacedBy({ document, patient }: MadeDocument): readonly StoredDocument[] {
    return document.replaces
      .map((key) => this.#stored.get(key))
      .filter((one) => one !== undefined)
      .filter((one) => one.patient === patient && one.digest !== null);
  }
}

function placesOf({ serverId, former }: StoredDocument): readonly string[] {
  return serverId === null ? former : [...former, serverId];
}

function union(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].toSorted();
}
