import { binaryModeHeaders, fhirBundleType } from '@ilium/contracts';
import type { OutgoingRecord } from '@ilium/messaging';
import type { ChartRecord } from '../../apps/hospital/src/feed/chart-resources.js';

/** How much is delivered at a time: one record, the records of one session, or those of many patients. */
export const loads = {
  single: { patients: 1, records: 1, revisions: 2 },
  batch: { patients: 1, records: 6, revisions: 2 },
  load: { patients: 30, records: 6, revisions: 3 },
} as const;
export type Load = keyof typeof loads;

const categorySystem = 'http://terminology.hl7.org/CodeSystem/observation-category';
const patientSystem = 'https://hospital.example/sid/mrn';

export function subjectOf(patient: string) {
  return { type: 'Patient', identifier: { system: patientSystem, value: patient } };
}

/** A patient as the hospital has them before. */
export function chartOf(patient: string): ChartRecord {
  return {
    resourceType: 'Patient',
    id: patient,
    identifier: [{ system: patientSystem, value: patient }],
    name: [{ family: 'Synthetic' }],
  };
}

/** A bundle as the mapper publishes it: records of one patient, all of one revision. */
export function bundleOf(
  patient: string,
  revision: number,
  resources: readonly { readonly resourceType: string; readonly id: string }[],
): OutgoingRecord {
  const entry = resources.map((resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  }));
  const attributes = {
    specversion: '1.0',
    id: `${patient}-${revision}`,
    source: 'urn:ilium:test:matrix',
    type: fhirBundleType,
    contentType: 'application/fhir+json',
  } as const;
  return {
    key: patient,
    value: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
    headers: { ...binaryModeHeaders(attributes), ce_revisions: resources.map(() => revision).join(',') },
  };
}

/** The records of one cell of the matrix: nothing of them is shared with another cell. Invented. */
export class CellRecords {
  constructor(
    /** In ids, so that records of cells never meet. */
    readonly cell: string,
    readonly load: Load,
  ) {}

  get keys(): readonly string[] {
    return this.#patients.flatMap((patient) => this.#resources(patient, 1).map(({ key }) => key));
  }

  get lastRevision(): number {
    return loads[this.load].revisions;
  }

  /** Of a record that no other refers to. */
  get leafKey(): string {
    return this.keys.at(-1) ?? '';
  }

  /** The patients as the hospital has them before. */
  get charts(): readonly ChartRecord[] {
    return this.#patients.map(chartOf);
  }

  /** All bundles of a revision. */
  bundles(revision: number): readonly OutgoingRecord[] {
    return this.#patients.map((patient) =>
      bundleOf(
        patient,
        revision,
        this.#resources(patient, revision).map(({ resource }) => resource),
      ),
    );
  }

  get #patients(): readonly string[] {
    return Array.from({ length: loads[this.load].patients }, (_, index) => `${this.cell}n${index}`);
  }

  #resources(patient: string, revision: number) {
    const subject = subjectOf(patient);
    const note = [{ text: `r${revision}` }];
    const procedure = {
      ...{ resourceType: 'Procedure', id: `p${patient}`, status: 'completed', subject, note },
      code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '27096' }] },
      performedDateTime: '2026-03-12T10:05:00-05:00',
    };
    const partOf = [{ reference: `Procedure/p${patient}` }];
    const scores = Array.from({ length: loads[this.load].records - 1 }, (_, index) => ({
      ...{ resourceType: 'Observation', id: `o${patient}s${index}`, status: 'final', subject, partOf, note },
      category: [{ coding: [{ system: categorySystem, code: 'vital-signs' }] }],
      code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }] },
      effectiveDateTime: `2026-03-12T1${index}:30:00-05:00`,
      valueInteger: index,
    }));
    return [procedure, ...scores].map((resource) => ({ key: `${resource.resourceType}/${resource.id}`, resource }));
  }
}
