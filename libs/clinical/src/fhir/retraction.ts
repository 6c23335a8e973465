import type { FhirRecord } from './records.js';

/**
 * What is left of a record when it is taken back: FHIR R4 has the status entered-in-error for it, and the elements that
 * the record can't be without. A Patient has no status: it is no longer active. Never a DELETE: somebody may have read it.
 */
export function retractionOf(record: FhirRecord): FhirRecord {
  const { id, meta } = record;
  const tag = meta?.tag === undefined ? {} : { meta: { tag: meta.tag } };
  switch (record.resourceType) {
    case 'Procedure': {
      const { identifier, code, subject } = record;
      return {
        resourceType: 'Procedure',
        id,
        ...tag,
        ...(identifier === undefined ? {} : { identifier }),
        status: 'entered-in-error',
        ...(code === undefined ? {} : { code }),
        subject,
      };
    }
    case 'MedicationAdministration': {
      const { identifier, medicationCodeableConcept, subject } = record;
      return {
        resourceType: 'MedicationAdministration',
        id,
        ...tag,
        ...(identifier === undefined ? {} : { identifier }),
        status: 'entered-in-error',
        ...(medicationCodeableConcept === undefined ? {} : { medicationCodeableConcept }),
        subject,
        ...effectiveOf(record),
      };
    }
    case 'Observation': {
      const { identifier, category, code, subject } = record;
      return {
        resourceType: 'Observation',
        id,
        ...tag,
        ...(identifier === undefined ? {} : { identifier }),
        status: 'entered-in-error',
        ...(category === undefined ? {} : { category }),
        code,
        ...(subject === undefined ? {} : { subject }),
      };
    }
    case 'Patient': {
      const { identifier } = record;
      return {
        resourceType: 'Patient',
        id,
        ...tag,
        ...(identifier === undefined ? {} : { identifier }),
        active: false,
      };
    }
  }
}

function effectiveOf(record: object) {
  const kept = ['effectiveDateTime', 'effectivePeriod', '_effectiveDateTime'];
  return Object.fromEntries(Object.entries(record).filter(([name]) => kept.includes(name)));
}

/** Names the record that stands in a retracted one's place. A Patient has an element of its own for it. */
export function withSuccessor(retraction: FhirRecord, successor: string, base: string): FhirRecord {
  if (retraction.resourceType === 'Patient') {
    return { ...retraction, link: [{ other: { reference: successor }, type: 'replaced-by' }] };
  }
  const extension = [{ url: `${base}/StructureDefinition/replaced-by`, valueReference: { reference: successor } }];
  return { ...retraction, extension };
}
