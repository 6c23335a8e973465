import type { Bundle } from '@medplum/fhirtypes';
import type { FhirRecord } from './records.js';

/**
 * A FHIR R4 transaction of PUTs under our own ids: sending it twice changes nothing. With a base each entry gets a full
 * URL: a validator needs it to follow the references between the records, a transaction doesn't.
 */
export function toBundle(records: readonly FhirRecord[], base?: string): Bundle<FhirRecord> {
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: records.map((resource) => {
      const url = `${resource.resourceType}/${resource.id}`;
      return {
        ...(base === undefined ? {} : { fullUrl: `${base}/${url}` }),
        resource,
        request: { method: 'PUT', url },
      };
    }),
  };
}
