import type { RecordState } from '@ilium/contracts';

/**
 * What became of one sent (or held) revision of a record. It counts only while the lease is held, and its state only for
 * the revision that it is about: a newer one stays pending.
 */
export interface Settlement {
  readonly key: string;
  readonly revision: number;
  /** Null: as it was; the record goes back untouched. */
  readonly state: Extract<RecordState, 'pending' | 'delivered' | 'waiting' | 'refused'> | null;
  readonly reason: string | null;
  readonly attempts: number;
  readonly delayMs: number;
  readonly serverVersion: string | null;
  /** OperationOutcome as JSON text. */
  readonly outcome: string | null;
}
