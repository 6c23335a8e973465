import type { DesiredResource } from '@ilium/contracts';
import type { EntityManager } from 'typeorm';
import { patientRecords, type PatientRecord } from '../../desired/patient-records.js';
import { planOf, type DocumentPlan, type MadeDocument } from './document-plan.js';
import type { DocumentSettings } from './document-settings.js';
import { documentsOf } from './documents-of.js';
import { DocumentsRepository, type DocumentRow, type ToldState } from './documents.repository.js';
import type { PatientDocument } from './patient-document.js';
import type { Renderings } from './renderings.js';
import { inPlaceOf, replacing } from './replacing.js';
import type { StoredDocument } from './stored-document.js';
import {
  movedWithdrawals,
  orphanWithdrawal,
  supersededRow,
  type Withdrawal,
  type WrittenDocument,
} from './withdrawn-rows.js';
import { dated } from './written-document.js';

/** What became of the documents of some records. */
export interface MadeOf {
  /** How far the documents are that tell of them. */
  readonly documents: readonly ToldState[];
  /** Keys of the records that some document tells now. */
  readonly members: ReadonlySet<string>;
  /** Keys of records whose documents could not be written yet. */
  readonly behind: ReadonlySet<string>;
  /** Some of them are others than those asked for, and at rest: nothing else leads to their documents again. */
  readonly isOtherBehind: boolean;
}

/** Of one transaction. */
export interface RoundOutcome extends MadeOf {
  /** Documents that have to be made before they can be written down. */
  readonly unmade: readonly PatientDocument[];
}

export interface RoundParts {
  readonly settings: DocumentSettings;
  readonly lane: 'repository' | 'create-only';
  readonly renderings: Renderings;
  readonly now: () => Date;
}

/** Writes down what changed of the documents of patients, as far as it is made; in one transaction. */
export class DocumentRound {
  readonly #documents: DocumentsRepository;
  readonly #isUpdatable: boolean;

  constructor(
    private readonly manager: EntityManager,
    private readonly parts: RoundParts,
  ) {
    this.#documents = new DocumentsRepository(manager, parts.settings.target, parts.lane);
    this.#isUpdatable = parts.lane === 'repository';
  }

  /** Under the locks of all patients concerned; where it turns out that more are, nothing is done, and they are returned. */
  async run(
    keys: readonly string[],
    given: readonly string[],
  ): Promise<RoundOutcome | { readonly patients: readonly string[] }> {
    const patients = [...new Set([...given, ...(await this.#documents.patientsOf(keys))])];
    await this.#documents.lock(patients);
    const records = await this.#records(patients);
    const all = this.#allOf(records);
    const named = all.flatMap(({ document }) => [document.key, ...document.replaces]);
    const stored = await this.#documents.locked({ patients, records: keys, keys: named });
    const concerned = new Set([...patients, ...stored.map(({ patient }) => patient)]);
    if (concerned.size > patients.length) return { patients: [...concerned] };
    const made = meant(all, records, stored);
    const { plan, withdrawals, unmade } = await this.#planned(made, stored, records);
    await this.#write(plan, withdrawals, records);
    const members = new Set(made.flatMap(({ document }) => (document.isOver ? [] : document.members)));
    await this.#documents.foundSession([...members]);
    const behind = new Set(plan.behind);
    const isOtherBehind = await this.#documents.isAnyAtRest([...behind].filter((key) => !keys.includes(key)));
    return { documents: await this.#documents.told(keys), members, behind, isOtherBehind, unmade };
  }

  /** However the target takes them: a score is told with its procedure also where that is delivered as a record. */
  async #records(patients: readonly string[]): Promise<readonly PatientRecord[]> {
    const all = await patientRecords(this.manager, this.parts.settings.target, patients, null);
    // What is kept here is told in no way.
    return all.filter(({ lane }) => lane !== 'none');
  }

  #allOf(records: readonly PatientRecord[]): readonly MadeDocument[] {
    return [...Map.groupBy(records, ({ subject }) => subject)].flatMap(([patient, own]) =>
      documentsOf(own, this.parts.settings).map((document) => ({ document, patient })),
    );
  }

  /** What is to be done of it now; what is not made yet is left as it is. */
  async #planned(made: readonly MadeDocument[], stored: readonly StoredDocument[], records: readonly PatientRecord[]) {
    const plan = planOf(made, stored, this.#isUpdatable);
    const withdrawals = await this.#withdrawals(plan, records);
    const isUnmade = (document: PatientDocument) => !this.parts.renderings.has(document);
    const unmadeWithdrawals = withdrawals.filter(({ document }) => isUnmade(document));
    const unmadeDocuments = plan.written.map(({ document }) => document).filter(isUnmade);
    const unmade = [...unmadeWithdrawals.map(({ document }) => document), ...unmadeDocuments];
    if (unmade.length === 0) return { plan, withdrawals, unmade };
    const keys = new Set([...unmadeWithdrawals.map(({ of }) => of), ...unmadeDocuments.map(({ key }) => key)]);
    const ready = planOf(made, stored, this.#isUpdatable, keys);
    const isWithdrawn = new Set([...ready.orphaned, ...ready.moved].map(({ key }) => key));
    return { plan: ready, withdrawals: withdrawals.filter(({ of }) => isWithdrawn.has(of)), unmade };
  }

  async #withdrawals(
    { orphaned, moved }: DocumentPlan,
    records: readonly PatientRecord[],
  ): Promise<readonly Withdrawal[]> {
    const { settings } = this.parts;
    // What was taken back is kept as no record either.
    const isRecord = new Set(records.filter(isKeptAsRecord).map(({ key }) => key));
    return [
      ...(await this.#asWritten(orphaned)).map((one) => {
        const cause = one.stored.told.some((key) => isRecord.has(key)) ? 'as-records' : 'in-error';
        return orphanWithdrawal(one, { cause, isUpdatable: this.#isUpdatable }, settings);
      }),
      ...(await this.#asWritten(moved)).flatMap((one) => movedWithdrawals(one, settings)),
    ];
  }

  async #asWritten(all: readonly StoredDocument[]): Promise<readonly WrittenDocument[]> {
    const resources = await this.#documents.resources(all.map(({ key }) => key));
    return all.flatMap((stored) => {
      const resource = resources.get(stored.key);
      return resource === undefined ? [] : [{ stored, resource }];
    });
  }

  async #write(
    { dropped, told, written, superseded }: DocumentPlan,
    withdrawals: readonly Withdrawal[],
    records: readonly PatientRecord[],
  ): Promise<void> {
    const sites = new Map(records.map(({ subject, site }) => [subject, site]));
    const write = (row: Omit<DocumentRow, 'site'>): Promise<void> =>
      this.#documents.write({ ...row, site: sites.get(row.patient) ?? null });
    // Before anything is written: a key goes with its records, and what was written under it is to be taken back.
    const replaced = await this.#asWritten(superseded);
    await this.#documents.drop(dropped.map(({ key }) => key));
    for (const one of told) await this.#documents.tell(one);
    for (const one of replaced) await write(supersededRow(one));
    for (const { of: _, cause, document, ...one } of withdrawals) {
      const row = this.#rowOf(document, one);
      // It was right as it was said.
      const isReplaced = cause === 'as-records' && this.#isUpdatable;
      await write(isReplaced ? { ...row, resource: { ...row.resource, status: 'superseded' } } : row);
    }
    for (const { document, ...one } of written) await write(this.#rowOf(document, one));
  }

  #rowOf(
    document: PatientDocument,
    one: Pick<DocumentRow, 'patient' | 'told' | 'replaces' | 'former' | 'serverId'>,
  ): Omit<DocumentRow, 'site'> {
    const { key, digest, isOver, revision } = document;
    return { ...one, key, digest, isOver, revision, resource: this.#sent(document, one.replaces) };
  }

  #sent(document: PatientDocument, replaces: readonly string[]): DesiredResource {
    const now = dated(this.parts.renderings.take(document), this.parts.now());
    return this.#isUpdatable ? inPlaceOf(now, replaces) : replacing(now, replaces);
  }
}

function isKeptAsRecord({ lane, resource }: PatientRecord): boolean {
  return lane !== 'document' && resource['status'] !== 'entered-in-error';
}

/**
 * A document is made where it tells anything that is delivered in no other way; and one that stands already for as long as
 * anything that it tells is on its way to the target as a record.
 */
function meant(
  all: readonly MadeDocument[],
  records: readonly PatientRecord[],
  stored: readonly StoredDocument[],
): readonly MadeDocument[] {
  const stands = new Set(stored.filter(({ digest, isOver }) => digest !== null && !isOver).map(({ key }) => key));
  const keysOf = (isMeant: (record: PatientRecord) => boolean) =>
    new Set(records.filter(isMeant).map(({ key }) => key));
  const isToBeTold = keysOf(({ lane }) => lane === 'document');
  const isAwaited = keysOf(({ lane, isThere }) => lane !== 'document' && !isThere);
  return all.filter(
    ({ document: { key, members } }) =>
      members.some((member) => isToBeTold.has(member)) ||
      (stands.has(key) && members.some((member) => isAwaited.has(member))),
  );
}
