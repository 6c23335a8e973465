import { fhirTypes, type FhirType } from '@ilium/site';

/** Types that are only read to learn who or what a record of the types above refers to. */
export const referredTypes = [
  'Practitioner',
  'PractitionerRole',
  'ServiceRequest',
  'MedicationRequest',
  'Medication',
  'Location',
  'Organization',
  'BodyStructure',
  'Device',
  'MessageHeader',
  'Provenance',
] as const;

export function isTakenType(type: string): type is FhirType {
  return fhirTypes.some((taken) => taken === type);
}

/** Kinds of bundles, and what is sent back. */
export const bundleTypes = ['transaction', 'batch', 'message', 'history'] as const;
export type BundleType = (typeof bundleTypes)[number];

export function isBundleType(type: unknown): type is BundleType {
  return bundleTypes.some((known) => known === type);
}
