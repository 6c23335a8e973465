import type { RecordState } from '@ilium/contracts';

/** A document of a target as it was last written down, with how far its delivery is. */
export interface StoredDocument {
  /** `DocumentReference/d…` */
  readonly key: string;
  /** In whose chart it is, as `desired_records` names patients. */
  readonly patient: string;
  /** Of what it says; null where another stands in its place. */
  readonly digest: string | null;
  /** It says that what it told before was entered in error. */
  readonly isOver: boolean;
  /** Keys of the records that it tells, or told before and has to let go. */
  readonly told: readonly string[];
  /** Documents in whose place it stands: where they are on the server. */
  readonly replaces: readonly string[];
  /** Where on the server earlier versions of it are, and all that it replaced. */
  readonly former: readonly string[];
  readonly state: RecordState;
  readonly reason: string | null;
  readonly revision: number;
  /** Where the server has it, where the server chose the id. */
  readonly serverId: string | null;
  /** It is being sent, or nobody knows yet what became of it: until then it is left as it is. */
  readonly isUnderWay: boolean;
  /** Somebody may see it, or an earlier version. */
  readonly mayBeThere: boolean;
}
