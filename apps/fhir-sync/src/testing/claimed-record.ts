import type { ClaimedRecord } from '../reconcile/claimed-record.js';
import type { PatienceSettings } from '../reconcile/verdicts.js';
import { desired } from './records.js';

/** A record of ours as a claim has it for the first time, about patient 1 unless told otherwise. */
export function claimedRecord(key: string, more: Partial<ClaimedRecord> = {}): ClaimedRecord {
  return {
    ...{ key, revision: 1, body: JSON.stringify(desired(key).resource), subject: 'Patient?urn:oid:1.2.3|1' },
    ...{ refersTo: [], lane: 'repository', retracted: false, ageMs: 0, isDelivered: false },
    ...{ revisedAt: new Date('2026-03-12T15:05:00Z'), isFirst: true },
    ...{ attempts: 0, suspect: false, reason: null, doubtMs: 0, confirm: false },
    ...{ serverVersion: null, serverId: null, sentDigest: null, isIntended: false, intentAgeMs: 0 },
    ...{ intentLikeness: null, sentForMs: null, isEnteredByHand: false },
    ...more,
  };
}

const waits = { firstMs: 10, longestMs: 10 };

/** So short that no test waits. */
export const noPatience: PatienceSettings = {
  again: waits,
  waiting: waits,
  encounter: { waitMs: 0, mendForMs: 0, again: waits },
};
