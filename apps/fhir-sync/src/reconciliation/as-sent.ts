import { completeReferences, lookedUp } from '../reconcile/complete-references.js';
import { parsedRecord } from '../read-back/parsed-record.js';
import type { ServerPlaces } from '../target/server-places.js';

export type SentResource = Readonly<Record<string, unknown>>;

/** Records as they would be sent now, with the places of patients and encounters beside their identifiers. */
export async function asSent(
  bodies: readonly string[],
  places: Pick<ServerPlaces, 'find'>,
): Promise<readonly SentResource[]> {
  const resources = bodies.map(parsedRecord);
  const found = await places.find(resources.flatMap(lookedUp));
  // A patient who is not there is no matter here: what is compared then is the identifier.
  for (const resource of resources) completeReferences(resource, found);
  return resources;
}
