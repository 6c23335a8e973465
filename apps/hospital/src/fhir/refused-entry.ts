import { keyOf, typeOf, type BundleEntry } from './bundle-entries.js';
import { FhirError } from './fhir-error.js';
import { goodManners, type EntryRefusal } from './manners.js';

/** Why the server refuses this entry of a bundle, whatever the others become. */
export function refusalOf(entry: BundleEntry): FhirError | undefined {
  const { refusals } = entry.request.manners ?? goodManners;
  const refusal = refusals.find((one) => concerns(one, entry));
  if (refusal === undefined) return undefined;
  return new FhirError(refusal.status, 'business-rule', 'The entry is refused.').inEntry(entry.index);
}

export function concerns({ places, types, keys }: EntryRefusal, entry: BundleEntry): boolean {
  return places.includes(entry.index) || types.includes(typeOf(entry)) || keys.includes(keyOf(entry));
}
