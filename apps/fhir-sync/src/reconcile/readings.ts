import type { LogicalReference } from '../desired/references.js';
import type { ClaimedRecord } from './claimed-record.js';
import { lookedUp } from './complete-references.js';

/** A record as it is kept, to be changed by whoever sends it. */
export interface Reading {
  readonly resource: unknown;
  /** What it names and is looked up on the server. */
  readonly wanted: readonly LogicalReference[];
}

/** Reads records: once for the look-ahead and the first attempt together. Whoever takes a reading has it alone. */
export class Readings {
  readonly #ahead = new WeakMap<ClaimedRecord, Reading>();

  /** What is to be looked up for a record, which is sent soon. */
  wantedSoon(record: ClaimedRecord): readonly LogicalReference[] {
    const reading = read(record);
    this.#ahead.set(record, reading);
    return reading.wanted;
  }

  take(record: ClaimedRecord): Reading {
    const reading = this.#ahead.get(record);
    this.#ahead.delete(record);
    return reading ?? read(record);
  }
}

function read({ body }: ClaimedRecord): Reading {
  const resource: unknown = JSON.parse(body);
  return { resource, wanted: lookedUp(resource) };
}
