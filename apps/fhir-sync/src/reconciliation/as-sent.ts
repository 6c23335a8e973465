import type { Present } from '../desired/desired-records.repository.js';
import { ownSystem } from '../desired/own-identifier.js';
import { literalOf, visitReferences, type ReferenceElement } from '../desired/references.js';
import { completeReferences, lookedUp } from '../reconcile/complete-references.js';
import { parsedRecord } from '../read-back/parsed-record.js';
import type { ServerPlaces } from '../target/server-places.js';

export type SentResource = Readonly<Record<string, unknown>>;

/** Where a target has what records refer to. */
export interface Whereabouts {
  /** Of patients and encounters, by identifier. */
  readonly places: Pick<ServerPlaces, 'find'>;
  /** Of records of ours, by key. */
  readonly ours: (keys: readonly string[]) => Promise<Present>;
}

/**
 * Records as they would be sent now. What they refer to is named by its place and by its identifier: which of them was known
 * when a record was sent is no matter here. What a lane adds for itself is not in them, and so is no difference either.
 */
export async function asSent(bodies: readonly string[], { places, ours }: Whereabouts): Promise<SentResource[]> {
  const resources = bodies.map(parsedRecord);
  const keys = new Set<string>();
  for (const resource of resources) {
    const system = ownSystem(resource);
    visitReferences(resource, (element) => {
      const key = literalOf(element);
      if (key === undefined) return;
      keys.add(key);
      nameToo(element, key, system);
    });
  }
  const [found, present] = await Promise.all([places.find(resources.flatMap(lookedUp)), ours([...keys])]);
  // A patient who is not there is no matter here: what is compared then is the identifier.
  for (const resource of resources) completeReferences(resource, found, present);
  return resources;
}

function nameToo(element: ReferenceElement, key: string, system: string): void {
  const [type, value] = key.split('/');
  element.type ??= type;
  element.identifier ??= { system, value };
}
