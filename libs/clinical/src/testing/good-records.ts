import type { CheckedRecord } from '../conformance/rule.js';

/** Records that break no rule, and hold an element for every rule to be broken in. All of it is made up. */

const usCore = 'http://hl7.org/fhir/us/core/StructureDefinition';
const base = 'https://ilium.example/fhir';
const patient = { type: 'Patient', identifier: { system: 'urn:ilium:test:patients', value: 'A' } };
const encounter = { type: 'Encounter', identifier: { system: 'urn:ilium:test:visits', value: 'V1' } };
const practitioner = {
  type: 'Practitioner',
  identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' },
};

export const survey = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey' }],
};
export const painScore = { coding: [{ system: 'http://loinc.org', code: '72514-3' }] };

/** Any record, also one that is wrong on purpose. */
export type AnyRecord = CheckedRecord & Readonly<Record<string, unknown>>;

export const procedure: AnyRecord = {
  resourceType: 'Procedure',
  id: 'procedure-1',
  meta: { profile: [`${usCore}/us-core-procedure`] },
  status: 'completed',
  code: {
    coding: [
      { system: 'http://www.ama-assn.org/go/cpt', code: '27096' },
      { system: 'http://www.ama-assn.org/go/cpt', code: '27096:LT' },
    ],
  },
  subject: patient,
  encounter,
  performedPeriod: { start: '2026-03-12T10:05:00-04:00', end: '2026-03-12T10:23:00-04:00' },
  performer: [{ actor: practitioner }],
  reasonCode: [{ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M46.1' }] }],
  basedOn: [{ type: 'ServiceRequest', display: 'order' }],
};

export const administration: AnyRecord = {
  resourceType: 'MedicationAdministration',
  id: 'administration-1',
  partOf: [{ reference: 'Procedure/procedure-1' }],
  status: 'completed',
  medicationCodeableConcept: { text: 'triamcinolone' },
  subject: patient,
  context: encounter,
  effectiveDateTime: '2026-03-12T10:13:00-04:00',
  performer: [{ actor: practitioner }],
  dosage: { dose: { value: 40, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' } },
};

export const score: AnyRecord = {
  resourceType: 'Observation',
  id: 'score-1',
  meta: { profile: [`${usCore}/us-core-observation-screening-assessment`] },
  partOf: [{ reference: 'Procedure/procedure-1' }],
  status: 'final',
  category: [survey],
  code: painScore,
  subject: patient,
  encounter,
  effectiveDateTime: '2026-03-12',
  performer: [patient],
  valueQuantity: { value: 3, unit: '{score}', system: 'http://unitsofmeasure.org', code: '{score}' },
};

export const missingScore: AnyRecord = {
  ...score,
  id: 'score-2',
  valueQuantity: undefined,
  dataAbsentReason: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'not-asked' }],
  },
  hasMember: [{ reference: 'Observation/score-1' }],
  derivedFrom: [{ reference: 'Observation/score-1' }],
};

export const improvement: AnyRecord = {
  resourceType: 'Observation',
  id: 'improvement-1',
  meta: { profile: [`${usCore}/us-core-simple-observation`] },
  partOf: [{ reference: 'Procedure/procedure-1' }],
  status: 'final',
  category: [survey],
  code: { text: 'Percent improvement' },
  subject: patient,
  effectiveDateTime: '2026-03-26T09:15:00-05:00',
  performer: [practitioner],
  valueQuantity: { value: 62.5, unit: '%', system: 'http://unitsofmeasure.org', code: '%' },
  derivedFrom: [{ reference: 'Observation/score-1' }],
};

export const person: AnyRecord = {
  resourceType: 'Patient',
  id: 'patient-1',
  identifier: [patient.identifier],
  name: [{ family: 'Example' }],
  gender: 'female',
  birthDate: '1961-07-04',
  link: [{ other: patient, type: 'seealso' }],
};

export const goodRecords: readonly AnyRecord[] = [procedure, administration, score, missingScore, improvement, person];

/** A transaction of PUTs, as `toBundle` makes it. */
export function bundleOf(records: readonly AnyRecord[]): AnyRecord {
  return { resourceType: 'Bundle', type: 'transaction', entry: records.map(entryOf) };
}

export function entryOf(resource: AnyRecord) {
  const url = `${resource.resourceType}/${String(resource['id'])}`;
  return { fullUrl: `${base}/${url}`, resource, request: { method: 'PUT', url } };
}
