import type { DesiredRecord, DesiredResource } from '@ilium/contracts';
import type { WriterSettings } from '../lanes/hl7v2-out/write/writer-settings.js';

const patientSystem = 'urn:oid:1.2.3';
const visitSystem = 'urn:oid:1.2.4';
const base = 'https://ilium.example/fhir';
export const patient = (value: string) => ({ system: patientSystem, value });

export const writer: WriterSettings = {
  processingId: 'T',
  sendingApplication: 'ILIUM',
  sendingFacility: 'PAIN',
  receivingApplication: 'EHR',
  receivingFacility: 'RIVERSIDE',
  acknowledging: 'original',
  timeZone: 'America/New_York',
  assigners: new Map([
    [patientSystem, { namespace: 'RIVERSIDE', universalId: '1.2.3', type: 'MR' }],
    [visitSystem, { namespace: 'RIVERSIDE', type: 'VN' }],
    ['http://hl7.org/fhir/sid/us-npi', { namespace: 'NPI' }],
  ]),
  documentType: 'PN',
};

const meta = { tag: [{ system: `${base}/CodeSystem/tag`, code: 'ilium' }] };
const survey = [{ coding: [{ code: 'survey' }] }];
const painCode = { coding: [{ system: 'http://loinc.org', code: '72514-3' }], text: 'Pain, numeric rating scale 0-10' };

interface Said {
  readonly revision?: number;
  readonly of?: string;
  readonly visit?: string;
  readonly more?: object;
}

function record(type: string, id: string, { revision = 1, more = {}, of = '1' }: Said, said: object): DesiredRecord {
  const subject = { type: 'Patient', identifier: patient(of) };
  const resource: DesiredResource = { resourceType: type, id, meta, status: 'final', subject, ...said, ...more };
  return { key: `${type}/${id}`, revision, resource };
}

/** A pain score. */
export function painScore(id: string, value: number, said: Said = {}): DesiredRecord {
  const valueQuantity = { value, unit: '{score}', system: 'http://unitsofmeasure.org', code: '{score}' };
  const when = { effectiveDateTime: '2026-03-26T13:20:00Z' };
  return record('Observation', id, said, { category: survey, code: painCode, ...when, valueQuantity });
}

/** A score that was taken back. */
export function takenBack(id: string, said: Said = {}): DesiredRecord {
  return record('Observation', id, said, { status: 'entered-in-error', category: survey, code: painCode });
}

export function injection(id: string, { visit = 'V1', ...said }: Said = {}): DesiredRecord {
  return record('Procedure', id, said, {
    status: 'completed',
    code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '27096' }], text: 'Sacroiliac joint injection' },
    encounter: { type: 'Encounter', identifier: { system: visitSystem, value: visit } },
    performedPeriod: { start: '2026-03-12T14:05:00Z', end: '2026-03-12T14:23:00Z' },
    performer: [{ actor: { identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' } } }],
    bodySite: [{ coding: [{ system: 'http://snomed.info/sct', code: '39723000' }], text: 'Left sacroiliac joint' }],
  });
}

export function drug(id: string, procedure: string, said: Said = {}): DesiredRecord {
  return record('MedicationAdministration', id, said, {
    status: 'completed',
    partOf: [{ reference: procedure }],
    medicationCodeableConcept: { coding: [{ code: '10759', display: 'triamcinolone' }] },
    effectiveDateTime: '2026-03-12T14:13:00Z',
    dosage: { dose: { value: 40, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' } },
  });
}
