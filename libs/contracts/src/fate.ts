/**
 * Every message that a service receives ends in exactly one fate:
 * done, skipped (it changes nothing, for a stated reason) or parked (a person must look).
 */
export const skipReasons = [
  /** The same message again: same source and id, same bytes, another offset. */
  'duplicate',
  /** A newer revision of the same record is known already. */
  'superseded',
  /** Not meant for this service. */
  'not-ours',
] as const;
export type SkipReason = (typeof skipReasons)[number];

export const parkReasons = [
  /** A record without a value. */
  'empty',
  /** The value is not JSON, or not UTF-8. */
  'not-json',
  /** JSON, but not a CloudEvent 1.0. */
  'not-a-cloud-event',
  /** A CloudEvent of a type that this topic does not know. */
  'unknown-type',
  /** A known type in a version that this release does not know. */
  'unknown-version',
  /** The data break the schema of their type. */
  'schema-violation',
  /** Source and id of an earlier message, but other content. */
  'id-reused',
  /** PostgreSQL refuses the content for good. */
  'database-refused',
  /** Of a site that nothing is configured for. */
  'unknown-site',
  /** The handler fails on this message, and on this message only. */
  'handler-error',
] as const;
export type ParkReason = (typeof parkReasons)[number];

export type Fate =
  | { readonly kind: 'done' }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  /** `detail` names the place of the fault (a path in the message), never a value. */
  | { readonly kind: 'parked'; readonly reason: ParkReason; readonly detail?: string };

const theDone: Fate = { kind: 'done' };

export function done(): Fate {
  return theDone;
}

export function skipped(reason: SkipReason): Fate {
  return { kind: 'skipped', reason };
}

export function parked(reason: ParkReason, detail?: string): Fate {
  return detail === undefined ? { kind: 'parked', reason } : { kind: 'parked', reason, detail };
}
