import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DesiredResource } from '@ilium/contracts';
import type { DataSource, EntityManager } from 'typeorm';
import { patientRecords, type PatientRecord } from '../../desired/patient-records.js';
import { planOf, type DocumentPlan, type MadeDocument } from './document-plan.js';
import type { DocumentSettings } from './document-settings.js';
import { documentsOf } from './documents-of.js';
import { DocumentsRepository, type DocumentRow, type ToldState } from './documents.repository.js';
import { inPlaceOf, replacing } from './replacing.js';
import type { StoredDocument } from './stored-document.js';
import { movedRows, orphanedRow, supersededRow } from './withdrawn-rows.js';
import { dated } from './written-document.js';

/** What became of the documents of some records. */
export interface MadeOf {
  /** How far the documents are that tell of them. */
  readonly documents: readonly ToldState[];
  /** Keys of the records that some document tells now. */
  readonly members: ReadonlySet<string>;
  /** Keys of records whose documents could not be written yet. */
  readonly behind: ReadonlySet<string>;
}

interface Made {
  readonly all: readonly MadeDocument[];
  readonly sites: ReadonlyMap<string, string | null>;
}

/** Makes the documents of patients, and writes down what changed of them, as rows that are sent like records. */
export class DocumentMaker {
  readonly #isUpdatable: boolean;

  constructor(
    private readonly dataSource: DataSource,
    private readonly lane: 'repository' | 'create-only',
    private readonly settings: DocumentSettings,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.#isUpdatable = lane === 'repository';
  }

  /** Of all patients whom these records are, or were, told of. */
  async make(keys: readonly string[]): Promise<MadeOf> {
    for (let patients: readonly string[] = []; ;) {
      const made = await this.dataSource.transaction((manager) => this.#attempt(manager, keys, patients));
      if ('members' in made) return made;
      patients = made.patients;
    }
  }

  /** Under the locks of all patients concerned; where it turns out that more are, nothing is done, and they are returned. */
  async #attempt(
    manager: EntityManager,
    keys: readonly string[],
    given: readonly string[],
  ): Promise<MadeOf | { readonly patients: readonly string[] }> {
    const documents = new DocumentsRepository(manager, this.settings.target, this.lane);
    const patients = [...new Set([...given, ...(await documents.patientsOf(keys))])];
    await documents.lock(patients);
    const made = await this.#made(manager, patients);
    const named = made.all.flatMap(({ document }) => [document.key, ...document.replaces]);
    const concerned = { patients, records: keys, keys: named };
    const stored = await documents.stored(concerned);
    const all = new Set([...patients, ...stored.map(({ patient }) => patient)]);
    if (all.size > patients.length) return { patients: [...all] };
    await render(planOf(made.all, stored, this.#isUpdatable));
    const plan = planOf(made.all, await documents.locked(concerned), this.#isUpdatable);
    await this.#write(documents, plan, made.sites);
    const members = new Set(made.all.flatMap(({ document }) => (document.isOver ? [] : document.members)));
    await documents.foundSession([...members]);
    return { documents: await documents.told(keys), members, behind: new Set(plan.behind) };
  }

  /**
   * Of all records of a patient, however the target takes them: a score is told with its procedure also where that is
   * delivered as a record. A document is made where it tells anything that is delivered in no other way.
   */
  async #made(manager: EntityManager, patients: readonly string[]): Promise<Made> {
    const records = await patientRecords(manager, this.settings.target, patients, null);
    const isToBeTold = new Set(records.filter(({ lane }) => lane === 'document').map(({ key }) => key));
    const all = [...Map.groupBy(records, ({ subject }) => subject)].flatMap(([patient, own]) =>
      documentsOf(own, this.settings).map((document) => ({ document, patient })),
    );
    return {
      all: all.filter(({ document }) => document.members.some((key) => isToBeTold.has(key))),
      sites: sitesOf(records),
    };
  }

  async #write(documents: DocumentsRepository, plan: DocumentPlan, sites: Made['sites']): Promise<void> {
    const { dropped, told, written } = plan;
    // Before anything is written: a key goes with its records, and what was written under it is to be taken back.
    const withdrawn = await this.#withdrawn(documents, plan);
    const siteOf = (patient: string) => ({ site: sites.get(patient) ?? null });
    await documents.drop(dropped.map(({ key }) => key));
    for (const one of told) await documents.tell(one);
    for (const row of withdrawn) await documents.write({ ...row, ...siteOf(row.patient) });
    for (const { document, patient, ...one } of written) {
      const { key, digest, isOver, revision } = document;
      const resource = this.#sent(document.resource, one.replaces);
      await documents.write({ ...one, patient, ...siteOf(patient), key, digest, isOver, revision, resource });
    }
  }

  async #withdrawn(
    documents: DocumentsRepository,
    { superseded, orphaned, moved }: DocumentPlan,
  ): Promise<readonly Omit<DocumentRow, 'site'>[]> {
    const resources = await documents.resources([...superseded, ...orphaned, ...moved].map(({ key }) => key));
    const written = (all: readonly StoredDocument[]) =>
      all.flatMap((stored) => {
        const resource = resources.get(stored.key);
        return resource === undefined ? [] : [{ stored, resource }];
      });
    const takenBack = [
      ...written(orphaned).map((one) => orphanedRow(one, this.settings)),
      ...written(moved).flatMap((one) => movedRows(one, this.settings)),
    ];
    return [
      ...written(superseded).map(supersededRow),
      ...takenBack.map((row) => ({ ...row, resource: this.#sent(row.resource, row.replaces) })),
    ];
  }

  #sent(resource: DesiredResource, replaces: readonly string[]): DesiredResource {
    const now = dated(resource, this.now());
    return this.#isUpdatable ? inPlaceOf(now, replaces) : replacing(now, replaces);
  }
}

/** Making a PDF takes a tenth of a second: others have their turn in between, and no row is locked meanwhile. */
async function render({ written }: DocumentPlan): Promise<void> {
  for (const { document } of written) {
    await nextTurn();
    void document.resource;
  }
}

function sitesOf(records: readonly PatientRecord[]): Made['sites'] {
  return new Map(records.map(({ subject, site }) => [subject, site]));
}
