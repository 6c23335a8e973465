import type { Ids } from '@ilium/clinical';
import { createHmac, hash } from 'node:crypto';

/** Half of SHA-256: 128 bits, enough that no two of a hospital's records ever meet. */
const hexDigits = 32;

/**
 * Ids as keyed hashes of business identifiers. Who has no key can neither read an identifier out of an id nor test a
 * guess. Starting with a letter: servers refuse ids that are all digits.
 */
export function keyedIds(key: string): Ids {
  return {
    identify: (parts) =>
      `i${createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex').slice(0, hexDigits)}`,
    digest: (text) => hash('sha256', text, 'hex').slice(0, hexDigits),
  };
}
