import { describe, expect, test } from '@jest/globals';
import { events, nothing, report } from '../../testing/fhir/readings.js';
import { patient, procedure } from '../../testing/fhir/records.js';
import { siteWith } from '../../testing/fhir/sites.js';

describe('a Patient', () => {
  test('is reported with birth, sex, death and the labels that hide', () => {
    const confidentiality = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
    const record = patient('1', {
      birthDate: '1961-07-04',
      gender: 'female',
      name: [
        { use: 'maiden', family: 'Example' },
        { use: 'official', family: ' Beispiel ', given: ['Jane'] },
      ],
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
      family: 'Beispiel',
      deceased: '2026-06-01',
      flags: ['sensitive', 'do-not-share'],
    });
  });

  test.each([
    ['the first', [{ family: 'Example' }, { use: 'old', family: 'Beispiel' }], 'Example'],
    ['nobody: there is none', [{ text: 'Jane Example' }], undefined],
    ['nobody: it is longer than a name can be', [{ family: 'E'.repeat(101) }], undefined],
  ])('without an official name has the family name of %s', (_, name, family) => {
    expect(report(patient('1', { name }))['family']).toBe(family);
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

  test.each([
    [{ identifiers: ['P-*'], names: [] }, true],
    [{ identifiers: ['*-1'], names: [] }, true],
    [{ identifiers: ['P*-*1'], names: [] }, true],
    [{ identifiers: ['P-10*'], names: [] }, false],
    [{ identifiers: [], names: ['testpatient*'] }, true],
    [{ identifiers: ['Q*'], names: ['TEST'] }, false],
  ])('that the site file takes for a test patient is flagged: by %j %s', (testPatients, expected) => {
    const said = report(patient('1', { name: [{ family: 'TESTPATIENT-7' }] }), nothing, siteWith({ testPatients }));
    expect(said['flags']).toEqual(expected ? ['test'] : []);
  });

  test('that is a test patient is flagged by any record, apart from what its own record says', () => {
    const site = siteWith({ testPatients: { identifiers: ['P-*'], names: [] } });
    expect(events(procedure('p1'), nothing, site)[1]).toMatchObject({
      type: 'ilium.patient.reported.v1',
      data: { identifier: { system: 'urn:oid:2.999.1', value: 'P-1#test' }, report: { flags: ['test'] } },
    });
  });
});
