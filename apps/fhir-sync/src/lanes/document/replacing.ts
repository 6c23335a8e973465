import type { DesiredResource } from '@ilium/contracts';
import type { PatientDocument } from './patient-document.js';

/**
 * For a target that only creates: a new document in the place of those that it has. One that is over is current here, since
 * it is what is to be read: that the former ones were entered in error.
 */
export function replacing({ resource }: PatientDocument, formerServerIds: readonly string[]): DesiredResource {
  const relatesTo = formerServerIds
    .toSorted()
    .map((id) => ({ code: 'replaces', target: { reference: `DocumentReference/${id}` } }));
  return { ...resource, status: 'current', ...(relatesTo.length === 0 ? {} : { relatesTo }) };
}
