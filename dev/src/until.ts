import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { messageOf } from './cause.js';

/** How long to look, and what to accept. */
export interface UntilOptions<T> {
  /** What ends the wait; by default anything truthy. */
  readonly accept?: (value: T) => boolean;
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
}

/**
 * Looks again and again until what it sees is accepted, and returns that. A look that throws is a look that saw nothing
 * yet. When the time is over it fails, and says what it waited for and what it saw last.
 */
export async function until<T>(
  description: string,
  look: () => T | Promise<T>,
  { accept = Boolean, timeoutMs = 30_000, intervalMs = 25 }: UntilOptions<T> = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let last = 'nothing yet';
  while (true) {
    try {
      const value = await look();
      if (accept(value)) return value;
      last = inspect(value, { depth: 4, breakLength: 120 });
    } catch (thrown) {
      last = `an error: ${messageOf(thrown)}`;
    }
    if (Date.now() >= deadline) throw new Error(`Waited ${timeoutMs} ms for ${description}. Seen last: ${last}`);
    await pause(intervalMs);
  }
}
