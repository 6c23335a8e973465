import { describe, expect, it } from '@jest/globals';
import { RightPatient } from '../../identity/right-patient.js';
import { claimedRecord, noPatience } from '../../testing/claimed-record.js';
import { desired } from '../../testing/records.js';
import { settlementsOf } from './settlements-of.js';

function claimed(key: string, patient: string) {
  const body = JSON.stringify(desired(key, { patient }).resource);
  return claimedRecord(key, { body, subject: `Patient?urn:oid:1.2.3|${patient}`, lane: 'hl7v2-out' });
}

describe('what an interface engine is told', () => {
  it('is nothing of somebody whose identifier may be somebody else’s now', async () => {
    const told: string[] = [];
    const lane = {
      enqueue: async (records: readonly { readonly key: string }[]) => void told.push(...records.map(({ key }) => key)),
      latest: async () => new Map(),
    };
    const overlaid = { said: { families: ['Example'] }, isOverlaid: true };
    const patients = new RightPatient(new Map([['Patient?urn:oid:1.2.3|2', overlaid]]), 'trusted');
    const records = [claimed('Observation/o1', '1'), claimed('Observation/o2', '2')];
    expect(await settlementsOf({ lane, patients }, records, noPatience)).toMatchObject([
      { key: 'Observation/o1', state: 'delivered' },
      { key: 'Observation/o2', state: 'waiting', reason: 'overlay-suspected' },
    ]);
    expect(told).toEqual(['Observation/o1']);
  });
});
