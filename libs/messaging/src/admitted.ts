import type { Fate } from '@ilium/contracts';
import type { Identified } from './batch.js';
import type { Entry, Identity } from './entry.js';

/** A message under its inbox row. No fate yet means that it is for the handler. */
export interface Admitted<T extends Identified> {
  readonly entry: Entry<T>;
  readonly identity: Identity;
  fate: Fate | undefined;
}
