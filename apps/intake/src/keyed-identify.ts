import { createHmac } from 'node:crypto';

/** Half of SHA-256: 128 bits, enough that no two of a hospital's records ever meet. */
const hexDigits = 32;

/** Names for what comes without one: keyed hashes of what tells it apart, so that nothing can be read from them. */
export function keyedIdentify(key: string): (parts: readonly string[]) => string {
  return (parts) => `i${createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex').slice(0, hexDigits)}`;
}
