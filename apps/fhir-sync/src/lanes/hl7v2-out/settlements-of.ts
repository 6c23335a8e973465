import { z } from 'zod';
import type { Settlement } from '../../desired/settlement.js';
import { backOffMs } from '../../faults/back-off.js';
import { heldForPatient, type RightPatient } from '../../identity/right-patient.js';
import type { ClaimedRecord } from '../../reconcile/claimed-record.js';
import { delivered, released, type PatienceSettings } from '../../reconcile/verdicts.js';
import type { Hl7v2OutLane, LatestMessage } from './hl7v2-out-lane.js';

const noPlaces = new Map<string, never>();

const resource = z.looseObject({ resourceType: z.string(), id: z.string() });

export interface TellingParts {
  readonly lane: Pick<Hl7v2OutLane, 'enqueue' | 'latest'>;
  readonly patients: Pick<RightPatient, 'doubtAbout'>;
}

/**
 * Queues what these records have to tell, and says of each how far the newest message that tells of it is. Of whom it is in
 * doubt nothing is told.
 */
export async function settlementsOf(
  { lane, patients }: TellingParts,
  given: readonly ClaimedRecord[],
  patience: PatienceSettings,
): Promise<readonly Settlement[]> {
  const doubts = new Map(given.map((record) => [record.key, patients.doubtAbout(record, noPlaces)]));
  const records = given.filter(({ key }) => doubts.get(key) === undefined);
  await lane.enqueue(
    records.map(({ key, revision, body }) => ({ key, revision, resource: resource.parse(JSON.parse(body)) })),
  );
  const latest = await lane.latest(records.map(({ key }) => key));
  return given.map((record) => {
    const doubt = doubts.get(record.key);
    return doubt === undefined
      ? settlementOf(record, latest.get(record.key), patience)
      : heldForPatient(record, doubt, patience);
  });
}

function settlementOf(
  record: ClaimedRecord,
  message: LatestMessage | undefined,
  { waiting }: PatienceSettings,
): Settlement {
  // Nothing of it is told in HL7 v2, or the receiver never had it.
  if (message === undefined || message.state === 'acknowledged') return delivered(record, null);
  if (message.state === 'refused' || message.state === 'by-hand') {
    return { ...released(record), state: message.state, reason: message.reason };
  }
  const attempts = record.attempts + 1;
  const reason = `hl7v2-${message.state}`;
  return { ...released(record), state: 'waiting', reason, attempts, delayMs: backOffMs(attempts, waiting) };
}
