import { createHmac } from 'node:crypto';

/** The longest MSH-10 of version 2.5.1: 80 bits. */
const characters = 20;

/** MSH-10: the same for the same parts, and nothing of them can be read from it or guessed without the key. */
export function controlIdOf(secret: string, parts: readonly (string | number | boolean)[]): string {
  return createHmac('sha256', secret).update(JSON.stringify(parts)).digest('hex').slice(0, characters).toUpperCase();
}
