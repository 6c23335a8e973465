import type { RecordState } from '@ilium/contracts';
import type { IdentityDoubt } from '../identity/identity-doubts.js';

/**
 * What became of one sent (or held) revision of a record. It counts only while the lease is held, and its state only for
 * the revision that it is about: a newer one stays pending.
 */
export interface Settlement {
  readonly key: string;
  readonly revision: number;
  /** Null: as it was; the record goes back untouched. */
  readonly state: Exclude<RecordState, 'kept'> | null;
  readonly reason: string | null;
  readonly attempts: number;
  readonly delayMs: number;
  /** As the server last told it. Kept when it is not null and the record is delivered or in doubt. */
  readonly serverVersion: string | null;
  /** For so long the server may still apply a request that got no answer; 0 when there is none. */
  readonly doubtMs: number;
  /** OperationOutcome as JSON text. */
  readonly outcome: string | null;
  /** Where the record is on the server (`Procedure/17`), where the server chose the id. */
  readonly serverId?: string;
  /** Of the content that the server has from us. */
  readonly sentDigest?: string;
  /** What others added stands in it there. */
  readonly isShared?: boolean;
  /** Keys of records that it names there by identifier only. */
  readonly namedOnly?: readonly string[];
  /** The version there whose changes by others stay, until a person has looked at them; empty where none is told. */
  readonly leftVersion?: string;
  /** A create was sent and may have been applied: before the next one the server is searched. */
  readonly isIntended?: boolean;
  /** Why it is not known to be the right patient's chart, for a person to say that it is. */
  readonly identityDoubt?: IdentityDoubt;
}
