import { describe, expect, it } from '@jest/globals';
import { toDesiredRow } from './to-desired-row.js';

const patient = { type: 'Patient', identifier: { system: 'urn:oid:1.2', value: '4711' } };

describe('desired row', () => {
  it('knows its patient, the records of ours it refers to, and whether it is retracted', () => {
    const resource = {
      resourceType: 'Observation',
      id: 'o1',
      status: 'entered-in-error',
      subject: patient,
      encounter: { type: 'Encounter', identifier: { system: 'urn:oid:1.3', value: 'V1' } },
      partOf: [{ reference: 'Procedure/p2' }, { reference: 'Procedure/p1' }],
      derivedFrom: [
        { reference: 'Observation/o1' },
        { reference: '#contained' },
        { reference: 'https://else/Procedure/x' },
      ],
    };
    expect(toDesiredRow({ key: 'Observation/o1', revision: 7, resource, site: 'riverside' })).toEqual({
      key: 'Observation/o1',
      resourceType: 'Observation',
      revision: 7,
      body: JSON.stringify(resource),
      subject: 'Patient?urn:oid:1.2|4711',
      refersTo: ['Procedure/p1', 'Procedure/p2'],
      retracted: true,
      site: 'riverside',
    });
  });

  it('of a Patient is about that patient, as its other records name it', () => {
    const identifier = [patient.identifier, { system: 'urn:oid:1.2', value: '4712' }];
    const link = [{ other: { reference: 'Patient/s2' }, type: 'replaced-by' }];
    const resource = { resourceType: 'Patient', id: 's1', identifier, active: false, link };
    expect(toDesiredRow({ key: 'Patient/s1', revision: 1, resource, site: null })).toMatchObject({
      subject: 'Patient?urn:oid:1.2|4711',
      refersTo: ['Patient/s2'],
      retracted: true,
    });
    const nobody = { resourceType: 'Patient', id: 's1' };
    expect(toDesiredRow({ key: 'Patient/s1', revision: 1, resource: nobody, site: null })).toMatchObject({
      subject: null,
    });
  });

  it('of a record about no patient has no subject', () => {
    const resource = { resourceType: 'Device', id: 'd1' };
    expect(toDesiredRow({ key: 'Device/d1', revision: 1, resource, site: null })).toMatchObject({
      subject: null,
      refersTo: [],
    });
  });
});
