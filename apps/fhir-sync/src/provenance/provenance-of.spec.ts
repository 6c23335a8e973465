import { describe, expect, it } from '@jest/globals';
import { claimedRecord } from '../testing/claimed-record.js';
import { goldenRecords } from '../testing/golden-records.js';
import { mostProvenanceBytes } from './provenance-along.js';
import { hasProvenance, provenanceKey, provenanceOf } from './provenance-of.js';

const settings = { base: 'https://ilium.example/fhir' };
const read = (more: Parameters<typeof claimedRecord>[1], key = 'Procedure/p1') =>
  JSON.parse(provenanceOf(claimedRecord(key, more), settings).resource);

describe('the Provenance of a record', () => {
  it('says of which record it is, when its revision came, and who wrote it', () => {
    const { key, resource, ifMatch } = provenanceOf(claimedRecord('Procedure/p1'), settings);
    const told = JSON.parse(resource);
    expect([key, ifMatch]).toEqual([`Provenance/${told.id}`, null]);
    expect(told).toMatchObject({
      resourceType: 'Provenance',
      meta: { tag: [{ system: 'https://ilium.example/fhir/CodeSystem/tag', code: 'ilium' }] },
      target: [{ reference: 'Procedure/p1', type: 'Procedure' }],
      recorded: '2026-03-12T15:05:00.000Z',
      agent: [
        {
          type: { coding: [{ code: 'assembler' }] },
          who: { type: 'Device', identifier: { system: 'https://ilium.example/fhir/device', value: 'ilium' } },
        },
      ],
    });
    expect(told.id).toMatch(/^[a-z][0-9a-f]{23}$/);
  });

  it.each([
    ['CREATE', { isFirst: true }],
    ['UPDATE', { isFirst: false }],
    ['NULLIFY', { isFirst: false, retracted: true }],
    ['NULLIFY', { isFirst: true, retracted: true }],
  ])('calls the activity %s', (code, more) => {
    expect(read(more).activity.coding).toEqual([
      { system: 'http://terminology.hl7.org/CodeSystem/v3-DataOperation', code },
    ]);
  });

  it('is under one id for all revisions, and under another for each record', () => {
    const keys = ['Procedure/p1', 'Procedure/p2', 'Observation/p1'].map(provenanceKey);
    expect(new Set(keys).size).toBe(3);
    expect(provenanceOf(claimedRecord('Procedure/p1', { revision: 7 }), settings).key).toBe(keys[0]);
  });

  it('points to where the server has the record', () => {
    expect(read({ serverId: 'Procedure/17' }).target).toEqual([{ reference: 'Procedure/17', type: 'Procedure' }]);
  });

  it('is there for records of ours, and not for patients', () => {
    expect(['Procedure/a', 'MedicationAdministration/a', 'Observation/a', 'Patient/a'].map(hasProvenance)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('is as short as transactions reckon', () => {
    const written = goldenRecords.map(({ resourceType, id }) =>
      provenanceOf(claimedRecord(`${resourceType}/${id}`, { serverId: `${resourceType}/${'x'.repeat(64)}` }), settings),
    );
    expect(Math.max(...written.map(({ resource }) => resource.length))).toBeLessThanOrEqual(mostProvenanceBytes);
  });
});
