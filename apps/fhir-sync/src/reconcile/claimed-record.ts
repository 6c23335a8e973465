import type { RecordLane } from '../desired/routes.js';
import type { Fault } from '../faults/faults.js';

/** A record that this instance may send, as long as it holds the lease. */
export interface ClaimedRecord {
  readonly key: string;
  readonly revision: number;
  readonly body: string;
  /** The patient it is about, or is. */
  readonly subject: string | null;
  readonly refersTo: readonly string[];
  /** Repetitions so far of this revision. */
  readonly attempts: number;
  /** The requests it was part of failed for reasons that may be its own. */
  readonly suspect: boolean;
  /** The version that the server last told us, for `If-Match`. */
  readonly serverVersion: string | null;
  /** For so long the server may still apply an earlier request that got no answer. */
  readonly doubtMs: number;
  /** It was taken while such a request was about; whether it still stands is to be read. */
  readonly confirm: boolean;
  readonly lane: RecordLane;
  readonly retracted: boolean;
  /** Why it was last put off. */
  readonly reason: string | null;
  /** This revision is there; it is looked at again for what could not be told with it. */
  readonly isDelivered: boolean;
  /** Since this revision came, in milliseconds. */
  readonly ageMs: number;
  /** When this revision came. */
  readonly revisedAt: Date;
  /** No earlier revision was ever taken by the server, as far as we know. */
  readonly isFirst: boolean;
  /** Where the server has it, where the server chose the id. */
  readonly serverId: string | null;
  /** Of the content that the server has from us; null where it has none. */
  readonly sentDigest: string | null;
  /** What others added stands in it there: it is read before it is written. */
  readonly isShared?: boolean;
  /** What others changed up to this version is overruled; empty: whatever is there. */
  readonly overruledVersion?: string | null;
  /** A create of it was sent, and nobody knows what became of it. */
  readonly isIntended: boolean;
  /** Since it was about to be sent, in milliseconds. */
  readonly intentAgeMs: number;
  /** Since the first create of which nobody knows what became of it, in milliseconds; null where that isn't known. */
  readonly sentForMs: number | null;
  /** What it looked like then; null where that isn't known. */
  readonly intentLikeness: string | null;
  /** Somebody has entered it there, nobody knows under which id. */
  readonly isEnteredByHand: boolean;
  /** What the server said of it together with its Provenance: it goes without. */
  readonly withoutProvenance?: Fault;
}
