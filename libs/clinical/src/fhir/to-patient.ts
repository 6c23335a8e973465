import type { Patient } from '@medplum/fhirtypes';
import type { PatientIdentity } from '../derive/person/patient-facts.js';
import { identifierOf, metaOf, type FhirContext } from './records.js';

/**
 * What the source says of a person → a Patient to compare the chart's with, and no more than is compared: it claims no
 * profile. Undefined where nothing is known but the number; that a sex is unknown is nothing.
 */
export function toPatient(
  id: string,
  { birthDay, gender, family }: PatientIdentity,
  context: FhirContext,
): (Patient & { id: string }) | undefined {
  const isSexKnown = gender !== undefined && gender !== 'unknown';
  if (birthDay === undefined && family === undefined && !isSexKnown) return undefined;
  return {
    resourceType: 'Patient',
    id,
    meta: metaOf(context),
    identifier: [identifierOf(context.subject)],
    ...(family === undefined ? {} : { name: [{ family }] }),
    ...(gender === undefined ? {} : { gender }),
    ...(birthDay === undefined ? {} : { birthDate: birthDay }),
  };
}
