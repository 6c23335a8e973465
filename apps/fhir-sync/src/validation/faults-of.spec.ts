import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { goldenRecords } from '../testing/golden-records.js';
import { faultsOf } from './faults-of.js';
import { sendingRules } from './sending-rules.js';

type AnyRecord = Readonly<Record<string, unknown>> & { readonly resourceType: string };

const snomed = 'http://snomed.info/sct';
const subject = { type: 'Patient', identifier: { system: 'urn:mrn', value: '1' } };
const usCore = (profile: string) => ({ profile: [`http://hl7.org/fhir/us/core/StructureDefinition/${profile}`] });

const procedure = {
  resourceType: 'Procedure',
  id: 'p1',
  meta: usCore('us-core-procedure'),
  status: 'completed',
  code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '27096' }] },
  subject,
  performedDateTime: '2026-03-12T10:05:00-05:00',
  bodySite: [{ coding: [{ system: snomed, code: '39723000' }] }],
};
const score = {
  resourceType: 'Observation',
  id: 'o1',
  meta: usCore('us-core-observation-screening-assessment'),
  status: 'final',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey' }] }],
  code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }] },
  subject,
  effectiveDateTime: '2026-03-12',
  valueQuantity: { value: 7, unit: '{score}', system: 'http://unitsofmeasure.org', code: '{score}' },
};
const administration = {
  resourceType: 'MedicationAdministration',
  id: 'm1',
  status: 'completed',
  medicationCodeableConcept: { text: 'triamcinolone' },
  subject,
  effectiveDateTime: '2026-03-12T10:12:00Z',
  dosage: { dose: { value: 40, unit: 'mg' } },
};
const patient = { resourceType: 'Patient', id: 'pat1', identifier: [{ system: 'urn:mrn', value: '1' }] };
const document = {
  resourceType: 'DocumentReference',
  id: 'd1',
  status: 'current',
  docStatus: 'final',
  subject,
  date: '2026-03-12T10:12:00Z',
  relatesTo: [{ code: 'replaces', target: { reference: 'DocumentReference/d0' } }],
  content: [{ attachment: { contentType: 'text/plain', data: 'QQ==' } }],
};

test.each([procedure, score, administration, patient, document])('a good $resourceType has no fault', (record) => {
  expect(faultsOf(record)).toEqual([]);
});

test('what the mapper publishes has no fault, but for a dose whose source names no unit', () => {
  const rules = goldenRecords.flatMap((record) => faultsOf(record)).map(({ rule }) => rule);
  expect([...new Set(rules)]).toEqual(['a dose has a unit']);
});

describe('a fault that base R4 or US Core knows names element and source', () => {
  test.each<[string, AnyRecord, string, string]>([
    ['no status', { ...procedure, status: undefined }, 'Procedure.status', 'PR1-20'],
    ['a status of another type', { ...score, status: 'completed' }, 'Observation.status', 'OBX-11'],
    ['no code', { ...procedure, code: undefined }, 'Procedure.code', 'PR1-3'],
    ['no time', { ...procedure, performedDateTime: undefined }, 'Procedure.performed[x]', 'procedure.performed'],
    [
      'a time without a zone',
      { ...procedure, performedDateTime: '2026-03-12T10:05:00' },
      'Procedure.performedDateTime',
      'PR1-5',
    ],
    [
      'a day that no calendar has',
      { ...score, effectiveDateTime: '2026-02-30' },
      'Observation.effectiveDateTime',
      'OBX-14',
    ],
    ['no value, and no reason', { ...score, valueQuantity: undefined }, 'Observation.value[x]', 'score.value'],
    ['no patient', { ...administration, subject: undefined }, 'MedicationAdministration.subject', 'PID-3'],
    [
      'no drug',
      { ...administration, medicationCodeableConcept: undefined },
      'MedicationAdministration.medication[x]',
      'RXA-5',
    ],
    [
      'a reference to another type',
      { ...procedure, encounter: { reference: 'Patient/1' } },
      'Procedure.encounter',
      'PV1-19',
    ],
    [
      'a unit code without a system',
      { ...score, valueQuantity: { value: 7, code: 'mm' } },
      'Observation.valueQuantity',
      'OBX-6',
    ],
  ])('%s', (_, record, element, source) => {
    expect(faultsOf(record)).toContainEqual({
      element,
      rule: expect.any(String),
      source: expect.stringContaining(source),
    });
  });
});

const wrongToSend: readonly (readonly [rule: string, record: AnyRecord, element: string])[] = [
  ['a status is a code', { ...document, status: 5 }, 'DocumentReference.status'],
  ['an identifier has a system and a value', { ...procedure, identifier: [{ value: '1' }] }, 'Procedure.identifier'],
  ['a code says what is meant', { ...procedure, code: { coding: [{ system: snomed }] } }, 'Procedure.code'],
  ['a reference says what is meant', { ...procedure, subject: { display: 'x' } }, 'Procedure.subject'],
  ['a dose has a unit', { ...administration, dosage: { dose: { value: 40 } } }, 'MedicationAdministration.dosage.dose'],
  ['a patient has an identifier', { ...patient, identifier: undefined }, 'Patient.identifier'],
  ['a document has a status', { ...document, status: undefined }, 'DocumentReference.status'],
  ['a document has a subject', { ...document, subject: undefined }, 'DocumentReference.subject'],
  ['code DocumentReference.status', { ...document, status: 'final' }, 'DocumentReference.status'],
  ['code DocumentReference.docStatus', { ...document, docStatus: 'current' }, 'DocumentReference.docStatus'],
  [
    'code DocumentReference.relatesTo.code',
    { ...document, relatesTo: [{ ...document.relatesTo[0], code: 'x' }] },
    'DocumentReference.relatesTo.code',
  ],
  [
    'a document has a content that can be opened',
    { ...document, content: [{ attachment: { contentType: 'text/plain' } }] },
    'DocumentReference.content.attachment',
  ],
  [
    'a document that replaces one names it',
    { ...document, relatesTo: [{ code: 'replaces' }] },
    'DocumentReference.relatesTo.target',
  ],
  ['a document was made at a moment', { ...document, date: '2026-03-12' }, 'DocumentReference.date'],
];

describe('the rules for sending', () => {
  test.each(wrongToSend)('%s', (rule, record, element) => {
    expect(faultsOf(record).filter((fault) => fault.rule === rule)).toEqual([
      { rule, element, source: expect.any(String) },
    ]);
  });

  test('each has a record that breaks it, and a name of its own', () => {
    expect(wrongToSend.map(([rule]) => rule).toSorted()).toEqual(sendingRules.map(({ name }) => name).toSorted());
  });
});

test('any JSON can be asked about, and no fault repeats what stood there', () => {
  const types = fc.constantFrom(
    'Procedure',
    'Observation',
    'MedicationAdministration',
    'DocumentReference',
    'Patient',
    'X',
  );
  fc.assert(
    fc.property(
      types,
      fc.dictionary(
        fc.constantFrom('status', 'code', 'subject', 'identifier', 'dosage', 'content', 'meta'),
        fc.jsonValue(),
      ),
      (resourceType, rest) => {
        const record: AnyRecord = { ...rest, resourceType, note: 'Jane Doe', status: 'Jane Doe' };
        expect(JSON.stringify(faultsOf(record))).not.toContain('Jane');
      },
    ),
  );
});
