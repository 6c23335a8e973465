import { describe, expect, it } from '@jest/globals';
import type { ClaimedRecord } from '../reconcile/claimed-record.js';
import type { Place } from '../target/server-places.js';
import { claimedRecord, noPatience } from '../testing/claimed-record.js';
import { patientThere } from './created-patient.js';

const subject = 'Patient?urn:oid:1.2|4711';
const claimed = (more: Partial<ClaimedRecord> = {}) => claimedRecord('Patient/s1', { subject, ...more });

function settled(place: Place, more: Partial<ClaimedRecord> = {}) {
  return patientThere(claimed(more), new Map([[subject, place]]), noPatience);
}

const missing = { kind: 'missing' } as const;
const ours = { kind: 'found', reference: 'Patient/s1' } as const;
const theirs = { kind: 'found', reference: 'Patient/17' } as const;

describe('a Patient of ours, where patients are created', () => {
  it.each([
    ['is written where there is none', missing, {}],
    ['is written again where it is ours', ours, {}],
    ['is taken back where it is ours', ours, { retracted: true }],
    ['is taken back where it may just have been written', missing, { retracted: true, doubtMs: 5 }],
    ['that is none is not asked for', theirs, { key: 'Procedure/p1' }],
  ])('%s', (_what, place, more) => {
    expect(settled(place, more)).toBeUndefined();
  });

  it.each([
    ['is not written over the target’s own', theirs, {}, { state: 'native', serverId: 'Patient/17' }],
    [
      'waits where two have the identifier',
      { kind: 'ambiguous' },
      {},
      { state: 'waiting', reason: 'patient-ambiguous' },
    ],
    ['that nobody has seen needs no taking back', missing, { retracted: true }, { state: 'delivered' }],
    ['stays the target’s own where its number is gone there', missing, { serverId: 'Patient/17' }, { state: 'native' }],
    ['without an identifier is not written', missing, { subject: null }, { state: 'native', reason: 'no-identifier' }],
  ] as const)('%s', (_what, place, more, expected) => {
    expect(settled(place, more)).toMatchObject(expected);
  });
});
