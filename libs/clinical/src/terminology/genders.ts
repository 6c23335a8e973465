import type { Patient } from '@medplum/fhirtypes';

/** FHIR R4, administrative-gender. */
export type Gender = NonNullable<Patient['gender']>;

/** HL7 table 0001 as the v2-to-FHIR guide 1.0.0 reads it (ConceptMap table-hl70001-to-administrative-gender), and FHIR's own words. */
const genders: Readonly<Record<string, Gender>> = {
  m: 'male',
  f: 'female',
  o: 'other',
  a: 'other',
  n: 'other',
  u: 'unknown',
  male: 'male',
  female: 'female',
  other: 'other',
  unknown: 'unknown',
};

/** Undefined for a word that neither has: the record goes without. */
export function genderOf(sex: string): Gender | undefined {
  const word = sex.trim().toLowerCase();
  return Object.hasOwn(genders, word) ? genders[word] : undefined;
}
