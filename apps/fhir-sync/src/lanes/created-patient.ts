import type { Settlement } from '../desired/settlement.js';
import type { ClaimedRecord } from '../reconcile/claimed-record.js';
import { delivered, released, waiting, type PatienceSettings } from '../reconcile/verdicts.js';
import type { Place } from '../target/server-places.js';

/** Where a target takes Patients that it has not: what becomes of one, unless it is to be written. */
export function patientThere(
  record: ClaimedRecord,
  places: ReadonlyMap<string, Place>,
  patience: PatienceSettings,
): Settlement | undefined {
  if (!isPatient(record)) return undefined;
  const native = { ...released(record), state: 'native', attempts: 0 } as const;
  if (record.subject === null) return { ...native, reason: 'no-identifier' };
  // Once it was the target's own, it is not ours to write, whatever number the target gives it since.
  if (record.serverId !== null && record.serverId !== record.key) return native;
  const place = places.get(record.subject);
  if (place?.kind === 'ambiguous') return waiting(record, 'patient-ambiguous', patience);
  if (place?.kind === 'found') {
    // The target's own: never written over.
    return place.reference === record.key ? undefined : { ...native, serverId: place.reference };
  }
  const wasSent = record.serverVersion !== null || record.doubtMs > 0;
  return record.retracted && !wasSent ? delivered(record, null) : undefined;
}

export function isPatient({ key }: Pick<ClaimedRecord, 'key'>): boolean {
  return key.startsWith('Patient/');
}
