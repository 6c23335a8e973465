import type { LogicalReference } from '../desired/references.js';
import type { Put } from '../target/bundle.js';
import type { ClaimedRecord } from './claimed-record.js';
import { placeOf } from './its-place.js';

/** A record with its JSON as it will be sent. */
export interface ReadyRecord extends ClaimedRecord {
  readonly resource: string;
  readonly lookedUp: readonly LogicalReference[];
  /** A place in it comes from an earlier look-up, and may be wrong by now. */
  readonly fromMemory: boolean;
  /** It names its encounter by its place, if it has one. */
  readonly isWhole: boolean;
}

export function putOf(record: ReadyRecord): Put {
  return { key: placeOf(record), resource: record.resource, ifMatch: record.serverVersion };
}

/** It was not to blame for what a wrong place of a patient had refused. */
export function withProvenance({ withoutProvenance: _blamed, ...record }: ReadyRecord): ReadyRecord {
  return record;
}
