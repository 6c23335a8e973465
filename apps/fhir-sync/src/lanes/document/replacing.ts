import type { DesiredResource } from '@ilium/contracts';

/**
 * For a target that only creates: a new document in the place of those that it has. One that is over is current here, since
 * it is what is to be read: that the former ones were entered in error.
 */
export function replacing(resource: DesiredResource, formerPlaces: readonly string[]): DesiredResource {
  return { ...inPlaceOf(resource, formerPlaces), status: 'current' };
}

/** Names those in whose place it stands (`DocumentReference/17`). */
export function inPlaceOf(resource: DesiredResource, places: readonly string[]): DesiredResource {
  if (places.length === 0) return resource;
  const relatesTo = places.toSorted().map((reference) => ({ code: 'replaces', target: { reference } }));
  return { ...resource, relatesTo };
}
