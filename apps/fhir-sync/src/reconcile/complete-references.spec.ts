import { describe, expect, it } from '@jest/globals';
import { nameOf } from '../desired/references.js';
import { completeReferences, lookedUp } from './complete-references.js';

const subject = { type: 'Patient', identifier: { system: 'urn:mrn', value: '1' } };
const encounter = { type: 'Encounter', identifier: { system: 'urn:visit', value: '2' } };
const performer = { type: 'Practitioner', identifier: { system: 'urn:npi', value: '3' } };
const resource = () =>
  structuredClone({ resourceType: 'Procedure', id: 'p', subject, encounter, performer: [{ actor: performer }] });
const patientName = nameOf({ type: 'Patient', system: 'urn:mrn', value: '1' });
const encounterName = nameOf({ type: 'Encounter', system: 'urn:visit', value: '2' });

function completed(places: Parameters<typeof completeReferences>[1]): unknown {
  const result = completeReferences(resource(), places);
  return result.ok ? JSON.parse(result.resource) : result.reason;
}

describe('references to somebody else’s records', () => {
  it('patients and encounters are looked up, others are not', () => {
    expect(lookedUp(resource()).map(({ type }) => type)).toEqual(['Patient', 'Encounter']);
  });

  it('the place is added, the identifier stays', () => {
    const places = new Map([
      [patientName, { kind: 'found', reference: 'Patient/17' } as const],
      [encounterName, { kind: 'found', reference: 'Encounter/9' } as const],
    ]);
    expect(completed(places)).toMatchObject({
      subject: { ...subject, reference: 'Patient/17' },
      encounter: { ...encounter, reference: 'Encounter/9' },
      performer: [{ actor: performer }],
    });
  });

  it('an encounter that is not there does not hold the record', () => {
    const places = new Map([
      [patientName, { kind: 'found', reference: 'Patient/17' } as const],
      [encounterName, { kind: 'missing' } as const],
    ]);
    expect(completed(places)).toMatchObject({ subject: { reference: 'Patient/17' }, encounter });
  });

  it('a patient who is not there holds it, and so do two patients under one identifier', () => {
    expect(completed(new Map([[patientName, { kind: 'missing' }]]))).toBe('patient-not-found');
    expect(completed(new Map([[patientName, { kind: 'ambiguous' }]]))).toBe('patient-ambiguous');
  });

  it('what is looked up already is not looked up again', () => {
    const body = { subject: { ...subject, reference: 'Patient/17' } };
    expect(lookedUp(body)).toEqual([]);
  });
});
