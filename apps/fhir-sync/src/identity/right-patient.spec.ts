import { describe, expect, it } from '@jest/globals';
import type { Place } from '../target/server-places.js';
import type { Identity } from './identity.js';
import { identityDigest } from './identity-digest.js';
import { claimedRecord, noPatience } from '../testing/claimed-record.js';
import { heldForPatient, RightPatient } from './right-patient.js';

const subject = 'Patient?urn:oid:1.2|4711';
const said: Identity = { birthDate: '1961-07-04', gender: 'female', families: ['Example'] };
const procedure = { key: 'Procedure/p1', subject };

function found(identity?: Identity): ReadonlyMap<string, Place> {
  const place = { kind: 'found', reference: 'Patient/17' } as const;
  return new Map([[subject, identity === undefined ? place : { ...place, identity }]]);
}

interface Given {
  readonly isOverlaid?: boolean;
  readonly acceptedDigest?: string | null;
}

function patients(
  policy: 'compared' | 'trusted' = 'compared',
  { isOverlaid = false, acceptedDigest = null }: Given = {},
): RightPatient {
  return new RightPatient(new Map([[subject, { said, isOverlaid, acceptedDigest }]]), policy);
}

const another = found({ ...said, gender: 'male' });

describe('whether a record may go into a chart', () => {
  it('is doubted where the Patient is another one, each time it is asked', () => {
    const right = patients();
    for (const key of ['Procedure/p1', 'Procedure/p2']) {
      expect(right.doubtAbout({ key, subject }, another)).toEqual({
        reason: 'identity-mismatch',
        differing: ['gender'],
        doubt: { subject, digest: identityDigest(subject, said, { ...said, gender: 'male' }) },
      });
    }
    expect(right.doubtAbout(procedure, found(said))).toBeUndefined();
  });

  it.each<readonly [string, { readonly key: string; readonly subject: string | null }, ReadonlyMap<string, Place>]>([
    ['the Patient is the same', procedure, found(said)],
    ['of the Patient nothing is known', procedure, found()],
    ['the Patient is not there', procedure, new Map([[subject, { kind: 'missing' }]])],
    ['the source says nothing of them', { key: 'Procedure/p2', subject: 'Patient?urn:oid:1.2|4712' }, another],
    ['it is about nobody', { key: 'Device/d1', subject: null }, another],
    ['it is the Patient of ours that differs', { key: 'Patient/s1', subject }, another],
  ])('is not doubted where %s', (_what, record, places) => {
    expect(patients().doubtAbout(record, places)).toBeUndefined();
  });

  it('is doubted where the identifier may be somebody else’s, whoever is trusted, and also for the Patient of ours', () => {
    expect(patients('trusted').doubtAbout(procedure, another)).toBeUndefined();
    for (const key of ['Procedure/p1', 'Patient/s1']) {
      expect(patients('trusted', { isOverlaid: true }).doubtAbout({ key, subject }, found(said))).toEqual({
        reason: 'overlay-suspected',
        doubt: { subject, digest: null },
      });
    }
  });

  it('is not doubted where a person has said of just these two that they are one patient, and of no others', () => {
    const acceptedDigest = identityDigest(subject, said, { ...said, gender: 'male' });
    expect(patients('compared', { acceptedDigest }).doubtAbout(procedure, another)).toBeUndefined();
    const yetAnother = found({ ...said, gender: 'other' });
    expect(patients('compared', { acceptedDigest }).doubtAbout(procedure, yetAnother)).toMatchObject({
      reason: 'identity-mismatch',
    });
    expect(patients('compared', { acceptedDigest, isOverlaid: true }).doubtAbout(procedure, another)).toMatchObject({
      reason: 'overlay-suspected',
    });
  });
});

describe('what is held for a person', () => {
  it('names what was compared by its digest, and says in words only which elements differ', () => {
    const doubt = patients().doubtAbout(procedure, another);
    const held = doubt && heldForPatient(claimedRecord('Procedure/p1'), doubt, noPatience);
    expect(held).toMatchObject({ state: 'waiting', identityDoubt: { subject } });
    expect(held?.outcome).toContain('Patient.gender');
    for (const value of ['1961', 'female', 'Example']) expect(JSON.stringify(held)).not.toContain(value);
  });
});
