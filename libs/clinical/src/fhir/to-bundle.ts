import type { Bundle } from '@medplum/fhirtypes';
import type { FhirRecord } from './records.js';

/** A FHIR R4 transaction of PUTs under our own ids: sending it twice changes nothing. */
export function toBundle(records: readonly FhirRecord[]): Bundle<FhirRecord> {
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: records.map((resource) => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    })),
  };
}
