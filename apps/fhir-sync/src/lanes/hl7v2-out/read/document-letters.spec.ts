import { describe, expect, it } from '@jest/globals';
import { drug, injection, painScore } from '../../../testing/hl7-records.js';
import { documentLetters, type Filed } from './document-letters.js';

const zone = 'America/New_York';
const patient = (value: string) => `urn:oid:1.2.3|${value}`;
const lettersOf = (records: Parameters<typeof documentLetters>[1], filed: readonly Filed[] = [], of = ['1']) =>
  documentLetters(of.map(patient), records, filed, zone);
const told = (letters: ReturnType<typeof documentLetters>) =>
  letters.map(({ key, revision, isOver, members }) => [key, revision, isOver, members.join(' ')]);

function filed(key: string, members: readonly string[], of = '1', revision = 1): Filed {
  return { key, members, patient: patient(of), isOver: false, revision };
}

describe('the documents of a patient', () => {
  it('are one for each visit and day, with what belongs to its procedures', () => {
    const otherDay = { performedPeriod: { start: '2026-03-19T14:05:00Z' } };
    const letters = lettersOf([
      injection('p1'),
      injection('p2', { revision: 5 }),
      injection('p3', { more: otherDay }),
      drug('d1', 'Procedure/p2'),
      drug('d2', 'Procedure/unknown'),
      painScore('o1', 7, { more: { partOf: [{ reference: 'Procedure/p3' }] } }),
      injection('s1', { more: { partOf: [{ reference: 'Procedure/p1' }] } }),
      { key: 'Device/x', revision: 9, resource: { resourceType: 'Device', id: 'x' } },
    ]);
    expect(told(letters)).toEqual([
      ['Procedure/p1', 5, false, 'Procedure/p1 Procedure/p2 Procedure/s1 MedicationAdministration/d1'],
      ['Procedure/p3', 1, false, 'Procedure/p3 Observation/o1'],
    ]);
  });

  it('of what has no visit are one for each day, and of what has no day one for its visit', () => {
    const noVisit = { encounter: undefined };
    const noDay = { performedPeriod: undefined };
    const letters = lettersOf([
      injection('p1', { more: noDay }),
      injection('p2'),
      injection('p3', { more: noVisit }),
      injection('p4', { visit: 'V2', more: noDay }),
      injection('p5', { more: { ...noVisit, ...noDay } }),
    ]);
    expect(letters.map(({ members }) => members.join(' '))).toEqual([
      'Procedure/p2 Procedure/p1 Procedure/p3',
      'Procedure/p4',
      'Procedure/p5',
    ]);
  });

  it('stay under the Procedure that they were filed under, whoever joins or leaves', () => {
    const before = [filed('Procedure/p2', ['Procedure/p2'])];
    expect(told(lettersOf([injection('p1'), injection('p2')], before))).toEqual([
      ['Procedure/p2', 2, false, 'Procedure/p1 Procedure/p2'],
    ]);
    const left = [filed('Procedure/p2', ['Procedure/p1', 'Procedure/p2'])];
    const gone = injection('p2', { revision: 7, more: { status: 'entered-in-error' } });
    expect(told(lettersOf([injection('p1'), gone], left))).toEqual([['Procedure/p2', 7, false, 'Procedure/p1']]);
    expect(told(lettersOf([gone], left))).toEqual([['Procedure/p2', 7, true, 'Procedure/p1 Procedure/p2']]);
  });

  it('of a session that was parted stay with their Procedure; the other part gets its own', () => {
    const before = [filed('Procedure/p2', ['Procedure/p1', 'Procedure/p2'])];
    const letters = lettersOf([injection('p1'), injection('p2', { visit: 'V2', revision: 3 })], before);
    expect(told(letters)).toEqual([
      ['Procedure/p1', 1, false, 'Procedure/p1'],
      ['Procedure/p2', 3, false, 'Procedure/p2'],
    ]);
  });

  it('go with their Procedure to another patient; what stays behind gets one of its own', () => {
    const before = [filed('Procedure/p1', ['Procedure/p1', 'Procedure/p2'], 'A')];
    const records = [injection('p1', { of: 'B', revision: 4 }), injection('p2', { of: 'A' })];
    const letters = lettersOf(records, before, ['A', 'B']);
    expect(letters.map(({ key, patient, isOver }) => [key, patient?.value, isOver])).toEqual([
      ['Procedure/p2', 'A', false],
      ['Procedure/p1', 'B', false],
    ]);
  });
});
