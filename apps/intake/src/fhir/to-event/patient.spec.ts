import { describe, expect, test } from '@jest/globals';
import { events, report } from '../../testing/fhir/readings.js';
import { patient } from '../../testing/fhir/records.js';

describe('a Patient', () => {
  test('is reported with birth, sex, death and the labels that hide', () => {
    const confidentiality = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
    const record = patient('1', {
      birthDate: '1961-07-04',
      gender: 'female',
      deceasedDateTime: '2026-06-01',
      meta: {
        security: [
          { system: confidentiality, code: 'N' },
          { system: confidentiality, code: 'R' },
          { code: 'do-not-share' },
        ],
      },
    });
    expect(report(record)).toEqual({
      birthDate: '1961-07-04',
      sex: 'female',
      deceased: '2026-06-01',
      flags: ['sensitive', 'do-not-share'],
    });
  });

  test.each([
    ['replaces', 'P-1', 'P-2'],
    ['replaced-by', 'P-2', 'P-1'],
  ])('that %s another is linked to it', (type, survivor, merged) => {
    const found = new Map([['Patient/2', { record: patient('2') }]]);
    const record = patient('1', { link: [{ type, other: { reference: 'Patient/2' } }] });
    expect(events(record, found)[1]).toMatchObject({
      type: 'ilium.patient.linked.v1',
      data: { survivor: { value: survivor }, merged: { value: merged } },
    });
  });

  test('that refers to another is linked to nobody', () => {
    expect(events(patient('1', { link: [{ type: 'seealso', other: { reference: 'Patient/2' } }] }))).toHaveLength(1);
  });
});
