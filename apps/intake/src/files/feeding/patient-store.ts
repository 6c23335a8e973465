import { setTimeout as pause } from 'node:timers/promises';
import { StoreAway } from '../../source-messages/source-message.js';

/** A file can wait for a database that is away. */
export interface Patience {
  /** Hears of each wait. */
  readonly onAway?: () => void;
  readonly signal?: AbortSignal | undefined;
  readonly firstMs?: number;
  readonly longestMs?: number;
}

/** Does something again and again, in growing waits, while the store is away. Doing it twice must be safe. */
export async function patiently<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
  const { onAway, signal, firstMs = 500, longestMs = 15_000 } = patience;
  for (let waitMs = firstMs; ; waitMs = Math.min(longestMs, waitMs * 2)) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error;
      signal?.throwIfAborted();
      onAway?.();
      await pause(waitMs, undefined, { signal });
    }
  }
}
