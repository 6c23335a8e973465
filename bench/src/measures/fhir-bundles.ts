import { binaryModeHeaders, fhirBundleType, topicName } from '@ilium/contracts';
import { openProducer } from '@ilium/messaging';
import type { Workplace } from '../workplace.js';

/** Of each bundle: a procedure, its drugs and its scores, as the mapper sends them. Invented. */
export const recordsOfBundle = 6;

const bundlesPerSend = 500;

/** Fills the bundles' topic with bundles of as many patients. */
export async function fillBundles({ around }: Workplace, bundles: number): Promise<void> {
  const producer = await openProducer({ brokers: around.brokers.split(',') });
  const topic = topicName(around.topicPrefix, 'fhir-bundles');
  try {
    for (let start = 0; start < bundles; start += bundlesPerSend) {
      const count = Math.min(bundlesPerSend, bundles - start);
      await producer.send(
        topic,
        Array.from({ length: count }, (_, index) => recordOf(start + index)),
      );
    }
  } finally {
    await producer.close();
  }
}

function recordOf(number: number) {
  const value = JSON.stringify(bundleOf(String(number)));
  const attributes = {
    specversion: '1.0',
    id: `bench-${number}`,
    source: 'urn:ilium:bench',
    type: fhirBundleType,
    contentType: 'application/fhir+json',
  } as const;
  const revisions = Array.from({ length: recordsOfBundle }, () => '1').join(',');
  return { key: `p${number}`, value, headers: { ...binaryModeHeaders(attributes), ce_revisions: revisions } };
}

function bundleOf(patient: string): object {
  const subject = { type: 'Patient', identifier: { system: 'urn:oid:2.999.1', value: `SYN${patient}` } };
  const procedure = { resourceType: 'Procedure', id: `p-${patient}`, status: 'completed', subject, ...injection };
  const partOf = [{ reference: `Procedure/p-${patient}` }];
  const drugs = ['63600331', '63600332'].map((code) => ({
    resourceType: 'MedicationAdministration',
    id: `m-${patient}-${code}`,
    status: 'completed',
    subject,
    partOf,
    ...drugOf(code),
  }));
  const scores = ['72514-3', '38208-5', '75859-9'].map((code) => ({
    resourceType: 'Observation',
    id: `o-${patient}-${code}`,
    status: 'final',
    subject,
    partOf,
    ...scoreOf(code),
  }));
  const resources = [procedure, ...drugs, ...scores];
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: resources.map((resource) => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    })),
  };
}

const injection = {
  code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '27096' }], text: 'SI joint injection' },
  bodySite: [{ coding: [{ system: 'http://snomed.info/sct', code: '39723000' }] }],
  performedPeriod: { start: '2026-03-12T10:05:00-05:00', end: '2026-03-12T10:23:00-05:00' },
  note: [{ text: 'Synthetic: made to measure with.' }],
};

function drugOf(code: string): object {
  return {
    medicationCodeableConcept: { coding: [{ system: 'urn:ilium:bench:drug', code }] },
    effectiveDateTime: '2026-03-12T10:20:00-05:00',
    dosage: { dose: { value: 40, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' } },
  };
}

function scoreOf(code: string): object {
  return {
    code: { coding: [{ system: 'http://loinc.org', code }] },
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey' }] }],
    effectiveDateTime: '2026-03-26T09:00:00-05:00',
    valueInteger: 4,
  };
}
