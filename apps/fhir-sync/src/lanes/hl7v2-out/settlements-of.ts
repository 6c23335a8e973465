import { z } from 'zod';
import type { Settlement } from '../../desired/settlement.js';
import { heldForPatient, type RightPatient } from '../../identity/right-patient.js';
import type { ClaimedRecord } from '../../reconcile/claimed-record.js';
import { byHand, delivered, released, waiting, type PatienceSettings } from '../../reconcile/verdicts.js';
import { digestOf } from '../create-only/content.js';
import type { Hl7v2OutLane, LatestMessage } from './hl7v2-out-lane.js';

const noPlaces = new Map<string, never>();

const resource = z.looseObject({ resourceType: z.string(), id: z.string() });

export interface TellingParts {
  readonly lane: Pick<Hl7v2OutLane, 'enqueue' | 'latest'>;
  readonly patients: Pick<RightPatient, 'doubtAbout'>;
}

/**
 * Queues what these records have to tell, and says of each how far the newest message that tells of it is. Of whom it is in
 * doubt nothing is told, and of what somebody has entered by hand.
 */
export async function settlementsOf(
  { lane, patients }: TellingParts,
  given: readonly ClaimedRecord[],
  patience: PatienceSettings,
): Promise<readonly Settlement[]> {
  const doubts = new Map(given.map((record) => [record.key, patients.doubtAbout(record, noPlaces)]));
  const records = given.filter(({ key, isEnteredByHand }) => !isEnteredByHand && doubts.get(key) === undefined);
  const held = await lane.enqueue(
    records.map(({ key, revision, body }) => ({ key, revision, resource: resource.parse(JSON.parse(body)) })),
  );
  const latest = await lane.latest(records.map(({ key }) => key));
  return given.map((record) => {
    if (record.isEnteredByHand) return settlementByHand(record);
    if (held.has(record.key)) return waiting(record, 'hl7v2-held', patience);
    const doubt = doubts.get(record.key);
    return doubt === undefined
      ? settlementOf(record, latest.get(record.key), patience)
      : heldForPatient(record, doubt, patience);
  });
}

/** The receiver would enter once more what stands in the chart already. */
function settlementByHand(record: ClaimedRecord): Settlement {
  return record.sentDigest === digestOf(record.body) ? delivered(record, null) : byHand(record);
}

function settlementOf(
  record: ClaimedRecord,
  message: LatestMessage | undefined,
  patience: PatienceSettings,
): Settlement {
  // Nothing of it is told in HL7 v2, or the receiver never had it.
  if (message === undefined || message.state === 'acknowledged') return delivered(record, null);
  if (message.state === 'refused' || message.state === 'by-hand') {
    return { ...released(record), state: message.state, reason: message.reason };
  }
  return waiting(record, `hl7v2-${message.state}`, patience);
}
