import { describe, expect, it } from '@jest/globals';
import { differencesOf } from '../read-back/differences-of.js';
import { elementsNamed, meaningLost } from './kept-elements.js';

const record = {
  resourceType: 'MedicationAdministration',
  status: 'completed',
  subject: { reference: 'Patient/17', type: 'Patient' },
  effectivePeriod: { start: '2026-03-12T10:05:00-05:00' },
  partOf: [{ reference: 'Procedure/1' }],
  note: [{ text: 'a' }, { text: 'b' }],
  dosage: {
    site: { coding: [{ system: 'sct', code: '39723000' }], text: 'Left' },
    dose: { value: 40, unit: 'mg' },
  },
};

describe('what a server made of a record', () => {
  it.each([
    ['itself', {}, [], ''],
    ['a dosage less', { dosage: undefined }, ['body site', 'the dose'], 'dosage.site, dosage.dose'],
    [
      'another day, and the dose of nothing',
      { effectivePeriod: { start: '2026-03-13' }, dosage: { site: record.dosage.site } },
      ['when', 'the dose'],
      'effectivePeriod.start (changed), dosage.dose',
    ],
    ['part of nothing', { partOf: undefined }, ['partOf'], 'partOf'],
    ['a record without notes', { note: undefined }, [], 'note'],
    ['a record with other notes', { note: [{ text: 'c' }, { text: 'd' }] }, [], 'note.text (changed)'],
  ])('is told by elements: %s', (_what, stored, lost, named) => {
    const found = differencesOf(record, { ...record, ...stored });
    expect(meaningLost(record.resourceType, found)).toEqual(lost);
    expect(elementsNamed(found)).toBe(named);
  });
});
