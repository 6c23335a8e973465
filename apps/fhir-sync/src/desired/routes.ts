import { deliveredTypes, isNative, laneOf, type DeliveredType, type Lane, type Target } from '@ilium/site';

/** How a record gets to a target; `native`: it doesn't, the target keeps the original. */
export type RecordLane = Lane | 'native';

/** What a target takes. */
export interface Destination extends Pick<Target, 'lanes' | 'systemOfRecord' | 'patients'> {
  readonly name: string;
  /** The site whose records it takes; null: of all. */
  readonly site: string | null;
}

/** One target for one type of records. */
export interface Route {
  readonly target: string;
  readonly site: string | null;
  readonly resourceType: string;
  readonly lane: RecordLane;
}

/** What the lane `document` makes of records, and no source publishes: rows of the target, beside those of its records. */
export const documentType = 'DocumentReference';

/** How documents get to a target: where any records are written under ids of ours, they are too. */
export function documentLane(destination: Destination): 'repository' | 'create-only' {
  const isRepository = deliveredTypes.some((type) => recordLane(destination, type) === 'repository');
  return isRepository ? 'repository' : 'create-only';
}

/** The lane of a type of records at a target. */
export function recordLane(destination: Destination, resourceType: string): RecordLane {
  // The Patients are the hospital's own: ours are compared with them, and written only where the site wants that.
  if (resourceType === 'Patient') return destination.patients === 'created' ? 'repository' : 'none';
  if (resourceType === documentType) return documentLane(destination);
  // What is of no type that the site file knows goes as the usual ones do.
  if (!isDelivered(resourceType)) return destination.lanes.usual ?? 'repository';
  return isNative(destination, resourceType) ? 'native' : laneOf(destination, resourceType);
}

/** Where records of these types go. */
export function routesOf(destinations: readonly Destination[], resourceTypes: Iterable<string>): readonly Route[] {
  return [...new Set(resourceTypes)].flatMap((resourceType) =>
    destinations.map((destination) => ({
      target: destination.name,
      site: destination.site,
      resourceType,
      lane: recordLane(destination, resourceType),
    })),
  );
}

function isDelivered(resourceType: string): resourceType is DeliveredType {
  return deliveredTypes.some((type) => type === resourceType);
}
