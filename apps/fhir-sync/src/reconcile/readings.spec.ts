import { describe, expect, it } from '@jest/globals';
import { claimedRecord } from '../testing/claimed-record.js';
import { completeReferences } from './complete-references.js';
import { Readings } from './readings.js';

const patient = { type: 'Patient', system: 'urn:oid:1.2', value: '4711' };
const identifier = { system: patient.system, value: patient.value };
const body = JSON.stringify({ resourceType: 'Procedure', subject: { type: 'Patient', identifier } });
const places = new Map([['Patient?urn:oid:1.2|4711', { kind: 'found', reference: 'Patient/5' } as const]]);

describe('Readings', () => {
  it('say the same of a record whether or not it was looked at ahead', () => {
    const [ahead, later] = [claimedRecord('Procedure/p1', { body }), claimedRecord('Procedure/p1', { body })];
    const readings = new Readings();
    expect(readings.wantedSoon(ahead)).toEqual([patient]);
    expect(readings.take(ahead)).toEqual(readings.take(later));
  });

  it('are made anew for each attempt: what one filled in does not stand in the next', () => {
    const record = claimedRecord('Procedure/p1', { body });
    const readings = new Readings();
    readings.wantedSoon(record);
    completeReferences(readings.take(record).resource, places);
    expect(readings.take(record)).toEqual({ resource: JSON.parse(body), wanted: [patient] });
  });
});
