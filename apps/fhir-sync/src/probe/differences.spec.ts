import { describe, expect, it } from '@jest/globals';
import { differences } from './differences.js';
import { lostMeaning } from './meaning.js';

const bodySite = [
  {
    coding: [
      { system: 'sct', code: '39723000' },
      { system: 'sct', code: '39723000:272741003=7771000' },
    ],
    text: 'Left',
  },
];
const procedure = {
  resourceType: 'Procedure',
  identifier: [{ system: 's', value: 'v' }],
  status: 'completed',
  code: { coding: [{ system: 'cpt', code: '27096', display: 'Injection' }], text: 'Injection' },
  subject: { reference: 'Patient/17', type: 'Patient' },
  performedPeriod: { start: '2026-03-12T10:05:00-05:00' },
  bodySite,
};

function pathsOf(stored: object): readonly string[] {
  return differences(procedure, { ...procedure, ...stored }).map(({ path, how }) => `${path} ${how}`);
}

describe('what a server made of a record', () => {
  it.each([
    ['itself, with an id and a version', { id: '1', meta: { versionId: '1' } }],
    ['more than was sent', { note: [{ text: 'theirs' }] }],
    ['a time in another zone', { performedPeriod: { start: '2026-03-12T15:05:00Z' } }],
    ['an absolute reference', { subject: { reference: 'https://ehr.example/fhir/Patient/17', type: 'Patient' } }],
    ['a reference to a version', { subject: { reference: 'Patient/17/_history/3', type: 'Patient' } }],
    ['another order', { bodySite: [{ text: 'Left', coding: bodySite[0]?.coding.toReversed() }] }],
    ['an item of its own', { identifier: [{ system: 'theirs', value: '1' }, ...procedure.identifier] }],
  ])('is no difference: %s', (_what, stored) => {
    expect(pathsOf(stored)).toEqual([]);
  });

  it.each([
    ['an element', { bodySite: undefined }, ['bodySite missing']],
    [
      'one coding of two',
      { bodySite: [{ ...bodySite[0], coding: [{ system: 'sct', code: '39723000' }] }] },
      ['bodySite.coding.code changed'],
    ],
    ['another status', { status: 'unknown' }, ['status changed']],
    ['another patient', { subject: { reference: 'Patient/18', type: 'Patient' } }, ['subject.reference changed']],
    ['another time', { performedPeriod: { start: '2026-03-12T10:05:00Z' } }, ['performedPeriod.start changed']],
    ['another identifier', { identifier: [{ system: 'theirs', value: '1' }] }, ['identifier missing']],
  ])('is one: %s', (_what, stored, expected) => {
    expect(pathsOf(stored)).toEqual(expected);
  });

  it('takes bytes for kept that the server has put elsewhere', () => {
    const sent = { content: [{ attachment: { contentType: 'text/plain', data: 'YQ==' } }] };
    const stored = { content: [{ attachment: { contentType: 'text/plain', url: 'Binary/1' } }] };
    expect(differences(sent, stored)).toEqual([]);
  });
});

describe('the meaning that is lost', () => {
  const missing = (path: string) => ({ path, how: 'missing' as const });

  it.each([
    ['Procedure', 'bodySite', ['body site and side']],
    ['Procedure', 'bodySite.coding.code', ['body site and side']],
    ['Procedure', 'code.coding.display', []],
    ['Procedure', 'subject.identifier', []],
    ['Procedure', 'identifier', []],
    ['MedicationAdministration', 'dosage', ['the dose', 'body site']],
    ['MedicationAdministration', 'dosage.dose.value', ['the dose']],
    ['MedicationAdministration', 'dosage.dose.unit', []],
    ['Observation', 'valueQuantity', ['the value']],
    ['DocumentReference', 'content.attachment.data', ['the text']],
  ] as const)('of a %s without %s', (type, path, expected) => {
    expect(lostMeaning(type, [missing(path)])).toEqual(expected);
  });
});
