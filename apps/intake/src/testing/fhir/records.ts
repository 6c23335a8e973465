import type { FhirRecord } from '../../fhir/resource/fhir-record.js';

/** Invented records of an invented EHR. */

type Elements = Readonly<Record<string, unknown>>;

export const patientIdentifier = { system: 'urn:oid:2.999.1', value: 'P-1' };
export const subject = { identifier: patientIdentifier };
export const cpt = 'http://www.ama-assn.org/go/cpt';
export const snomed = 'http://snomed.info/sct';

/** The version of a record, and when the server wrote it. */
export function version(versionId: string | number, lastUpdated = '2026-03-12T15:00:00Z') {
  return { versionId: String(versionId), lastUpdated };
}

export function patient(id: string, elements: Elements = {}): FhirRecord {
  return { resourceType: 'Patient', id, identifier: [{ system: 'urn:oid:2.999.1', value: `P-${id}` }], ...elements };
}

export function procedure(id: string, elements: Elements = {}): FhirRecord {
  return {
    resourceType: 'Procedure',
    id,
    status: 'completed',
    code: { coding: [{ system: cpt, code: '27096' }] },
    subject,
    performedDateTime: '2026-03-12T10:05:00-04:00',
    ...elements,
  };
}

export function observation(id: string, elements: Elements = {}): FhirRecord {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }] },
    subject,
    effectiveDateTime: '2026-03-26',
    valueInteger: 3,
    ...elements,
  };
}

export function administration(id: string, elements: Elements = {}): FhirRecord {
  return {
    resourceType: 'MedicationAdministration',
    id,
    status: 'completed',
    medicationCodeableConcept: {
      coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '10759', display: 'triamcinolone' }],
    },
    subject,
    effectiveDateTime: '2026-03-12T10:12:00-04:00',
    ...elements,
  };
}

export function questionnaireResponse(id: string, elements: Elements = {}): FhirRecord {
  return {
    resourceType: 'QuestionnaireResponse',
    id,
    status: 'completed',
    questionnaire: 'https://ehr.example/Questionnaire/pain|2',
    subject,
    authored: '2026-03-26T09:00:00-04:00',
    item: [{ linkId: 'now', answer: [{ valueInteger: 3 }] }],
    ...elements,
  };
}

export function encounter(id: string, elements: Elements = {}): FhirRecord {
  return {
    resourceType: 'Encounter',
    id,
    status: 'finished',
    class: { code: 'AMB' },
    identifier: [{ system: 'urn:oid:2.999.2', value: `V-${id}` }],
    ...elements,
  };
}

export function bundle(type: string, entries: readonly Elements[], elements: Elements = {}): FhirRecord {
  return { resourceType: 'Bundle', type, entry: entries, ...elements };
}

/** An entry that writes a record under its id. */
export function put(record: FhirRecord): Elements {
  const url = `${record.resourceType}/${String(record['id'])}`;
  return { fullUrl: `https://ehr.example/fhir/${url}`, resource: record, request: { method: 'PUT', url } };
}
