import type { Bundle } from '@medplum/fhirtypes';
import type { FhirRecord } from './records.js';

/**
 * A FHIR R4 transaction of PUTs under our own ids: sending it twice changes nothing. Full URLs let a validator follow the
 * references between the records.
 */
export function toBundle(records: readonly FhirRecord[], base: string): Bundle<FhirRecord> {
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    // FHIR knows no empty lists.
    ...(records.length === 0
      ? {}
      : {
          entry: records.map((resource) => {
            const url = `${resource.resourceType}/${resource.id}`;
            return {
              fullUrl: `${base}/${url}`,
              resource,
              request: { method: 'PUT', url },
            };
          }),
        }),
  };
}
