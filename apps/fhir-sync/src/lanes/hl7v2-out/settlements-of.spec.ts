import { describe, expect, it } from '@jest/globals';
import { RightPatient } from '../../identity/right-patient.js';
import { claimedRecord, noPatience } from '../../testing/claimed-record.js';
import { desired } from '../../testing/records.js';
import { digestOf } from '../create-only/content.js';
import { settlementsOf } from './settlements-of.js';

function claimed(key: string, patient: string) {
  const body = JSON.stringify(desired(key, { patient }).resource);
  return claimedRecord(key, { body, subject: `Patient?urn:oid:1.2.3|${patient}`, lane: 'hl7v2-out' });
}

describe('what an interface engine is told', () => {
  it('is nothing of somebody whose identifier may be somebody else’s now', async () => {
    const told: string[] = [];
    const lane = {
      enqueue: async (records: readonly { readonly key: string }[]) => {
        told.push(...records.map(({ key }) => key));
        return new Set<string>();
      },
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

  it('is nothing of what somebody has entered by hand: its corrections are for a person too', async () => {
    const told: string[] = [];
    const lane = {
      enqueue: async (records: readonly { readonly key: string }[]) => {
        told.push(...records.map(({ key }) => key));
        return new Set<string>();
      },
      latest: async () => new Map(),
    };
    const entered = { ...claimed('Observation/o1', '1'), isEnteredByHand: true };
    const same = { ...claimed('Observation/o2', '1'), isEnteredByHand: true };
    const records = [entered, { ...entered, retracted: true }, { ...same, sentDigest: digestOf(same.body) }];
    const patients = new RightPatient(new Map(), 'trusted');
    expect(await settlementsOf({ lane, patients }, records, noPatience)).toMatchObject([
      { key: 'Observation/o1', state: 'by-hand', reason: 'correction' },
      { key: 'Observation/o1', state: 'by-hand', reason: 'retraction' },
      { key: 'Observation/o2', state: 'delivered' },
    ]);
    expect(told).toEqual([]);
  });
});
