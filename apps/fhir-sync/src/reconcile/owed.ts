import { inDoubtReason, isInDoubt } from '../desired/doubt.js';
import { encounterMissing, provenanceMissing, referenceFound } from '../desired/owed-reasons.js';
import type { Settlement } from '../desired/settlement.js';
import { backOffMs } from '../faults/back-off.js';
import type { ProvenanceAlong } from '../provenance/provenance-along.js';
import type { ClaimedRecord } from './claimed-record.js';
import type { Completed } from './complete-references.js';
import type { ReadyRecord } from './ready-record.js';
import { delivered, inDoubt, type PatienceSettings } from './verdicts.js';

/** So many attempts at a record in all, until it stays without its Provenance. */
const mostAttempts = 8;

/** It is there, but names its encounter by identifier only: to be looked at again. */
function deliveredWithout(
  record: ClaimedRecord,
  serverVersion: string | null,
  { encounter }: PatienceSettings,
): Settlement {
  const settlement = delivered(record, serverVersion);
  if (record.ageMs > encounter.mendForMs) return settlement;
  const attempts = record.isDelivered && record.reason === encounterMissing ? record.attempts + 1 : 1;
  return { ...settlement, reason: encounterMissing, attempts, delayMs: backOffMs(attempts, encounter.again) };
}

/** It is there without its Provenance: both are sent again, so often. */
function deliveredAlone(
  record: ClaimedRecord,
  serverVersion: string | null,
  patience: PatienceSettings,
  isWhole: boolean,
): Settlement {
  const attempts = record.attempts + 1;
  if (attempts <= mostAttempts) {
    const delayMs = backOffMs(attempts, patience.again);
    return { ...delivered(record, serverVersion), reason: provenanceMissing, attempts, delayMs };
  }
  return isWhole ? delivered(record, serverVersion) : deliveredWithout(record, serverVersion, patience);
}

/** The server took it: it is there, with what it is owed, or may yet be written over by an earlier request. */
export function taken(
  record: ClaimedRecord & Pick<ReadyRecord, 'isWhole'>,
  version: string | null,
  isProvenanceOwed: boolean,
  patience: PatienceSettings,
): Settlement {
  const whole = record.isWhole ? delivered(record, version) : deliveredWithout(record, version, patience);
  const settlement = isProvenanceOwed ? deliveredAlone(record, version, patience, record.isWhole) : whole;
  return record.doubtMs > 0 ? inDoubt(settlement, record.doubtMs) : settlement;
}

/** Of a record that is there, and to which nothing can be brought now: it is looked at again. With the next write its Provenance goes. */
export function stillOwed(record: ClaimedRecord, patience: PatienceSettings): Settlement {
  if (record.reason !== referenceFound) return deliveredWithout(record, record.serverVersion, patience);
  const attempts = record.attempts + 1;
  const delayMs = backOffMs(attempts, patience.again);
  return { ...delivered(record, record.serverVersion), reason: referenceFound, attempts, delayMs };
}

/** Of a record that is there and is looked at again: what becomes of it without a write; undefined where one is due. */
export function stillThere(
  record: ClaimedRecord,
  completed: Completed,
  outlook: ProvenanceAlong['outlook'],
  patience: PatienceSettings,
): Settlement | undefined {
  // Without its patient it does not go, whatever it is owed.
  const mayGo = completed.ok;
  if (record.reason === referenceFound) return mayGo ? undefined : stillOwed(record, patience);
  if (record.reason === provenanceMissing) {
    if (outlook === 'now' && mayGo) return undefined;
    if (outlook !== 'never') return deliveredAlone(record, record.serverVersion, patience, mayGo && completed.isWhole);
    if (mayGo && completed.isWhole) return delivered(record, record.serverVersion);
  }
  return mayGo && completed.isWhole ? undefined : deliveredWithout(record, record.serverVersion, patience);
}

/**
 * Of a record that is there, and goes only for what it is owed: whatever keeps that from being brought takes nothing away from
 * what is there. After a fault it is tried again in its time. What the server refuses, or what others' changes stand in the way of,
 * comes with the next revision, which is judged for itself; until then the reason says what was in the way.
 * @param record as it was claimed, with the version that we wrote
 */
export function staysDelivered(
  record: ClaimedRecord | undefined,
  settlement: Settlement,
  patience: PatienceSettings,
): Settlement {
  const { state, reason, delayMs, doubtMs } = settlement;
  if (record?.isDelivered !== true || isInDoubt(reason)) return settlement;
  if (state === 'pending' || state === 'waiting') {
    const owed =
      record.reason === provenanceMissing
        ? deliveredAlone(record, record.serverVersion, patience, true)
        : stillOwed(record, patience);
    // What is owed no longer is not waited for.
    return { ...owed, doubtMs, delayMs: owed.delayMs === 0 ? 0 : Math.max(owed.delayMs, delayMs) };
  }
  if (state !== 'refused' && state !== 'by-hand') return settlement;
  const outcome = state === 'refused' ? settlement.outcome : null;
  return { ...delivered(record, record.serverVersion), reason, outcome, namedOnly: [] };
}

/** What was in doubt stands: what it was owed then, it is owed still. */
export function confirmed(
  record: ClaimedRecord,
  serverVersion: string,
  { again, encounter }: PatienceSettings,
): Settlement {
  const settlement = delivered(record, serverVersion);
  const reason = record.reason?.slice(inDoubtReason.length + 1) ?? '';
  if (reason === '') return settlement;
  const { attempts } = record;
  const delayMs = backOffMs(attempts, reason === encounterMissing ? encounter.again : again);
  return { ...settlement, reason, attempts, delayMs };
}
