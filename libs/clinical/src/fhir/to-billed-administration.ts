import type { MedicationAdministration } from '@medplum/fhirtypes';
import type { BilledDrug } from '../derive/sessions/billed-drugs.js';
import {
  absent,
  codingOf,
  encounterOf,
  identifierOf,
  metaOf,
  quantityOf,
  referencesTo,
  subjectOf,
  type FhirContext,
} from './records.js';

/**
 * A drug that a bill speaks of, for sites that say so (clinical rule 4). It is marked as billed, and its status is
 * `unknown`: nobody documented that it was given. No route and no site, since a bill has none.
 */
export function toBilledAdministration(
  { id, source, drug, dose, joints }: BilledDrug,
  context: FhirContext,
): MedicationAdministration & { id: string } {
  const { report, identifier } = source;
  const encounter = encounterOf(report.visit);
  return {
    resourceType: 'MedicationAdministration',
    id,
    meta: metaOf(context),
    ...(identifier === undefined ? {} : { identifier: [identifierOf(identifier)] }),
    ...(joints.length === 0
      ? {}
      : {
          partOf: referencesTo(
            'Procedure',
            joints.map((joint) => joint.id),
          ),
        }),
    status: 'unknown',
    category: {
      coding: [{ system: `${context.rules.base}/CodeSystem/administration-source`, code: 'billed' }],
      text: 'Billed; not documented as given',
    },
    medicationCodeableConcept: { coding: (report.codes ?? []).map(codingOf), text: drug.name },
    subject: subjectOf(context),
    ...(encounter === undefined ? {} : { context: encounter }),
    ...(report.serviceDate ? { effectiveDateTime: report.serviceDate } : { _effectiveDateTime: absent('unknown') }),
    ...(dose === undefined ? {} : { dosage: { dose: quantityOf(dose.value, dose.unit) } }),
  };
}
