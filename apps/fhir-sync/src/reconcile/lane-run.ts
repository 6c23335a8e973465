import type { Claim } from '../desired/desired-records.repository.js';
import type { RecordLane } from '../desired/routes.js';
import type { ClaimedRecord } from './claimed-record.js';

/** Some claimed records that are delivered one after the other. Runs are independent of each other. */
export interface LaneRun {
  readonly records: readonly ClaimedRecord[];
  /** Settles each of them. */
  readonly deliver: () => Promise<void>;
}

/** How the records of a lane are delivered; of the lanes that a target has. */
export type Lanes = Partial<
  Readonly<Record<RecordLane, (records: readonly ClaimedRecord[], claim: Claim) => readonly LaneRun[]>>
>;
