import { describe, expect, it } from '@jest/globals';
import { fhirBundleHeaders, isRetracted, readFhirBundle } from './fhir-bundle.js';

const procedure = { resourceType: 'Procedure', id: 'p1', status: 'completed' };
const observation = { resourceType: 'Observation', id: 'o.1-2', valueQuantity: { value: 3 } };

const entryOf = (resource: { resourceType: string; id: string }) => ({
  resource,
  request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
});
const bundle = { resourceType: 'Bundle', type: 'transaction', entry: [procedure, observation].map(entryOf) };
const headers = fhirBundleHeaders({ id: 'b-1', source: 'urn:test:mapper', revisions: [1773325800000123, 2] });

function read(value: object, changed: Record<string, string | undefined> = {}) {
  return readFhirBundle({ value: Buffer.from(JSON.stringify(value)), headers: { ...headers, ...changed } });
}

describe('a FHIR bundle', () => {
  it('is read as records with key, revision and the whole resource', () => {
    expect(read(bundle)).toMatchObject({
      ok: true,
      event: {
        id: 'b-1',
        source: 'urn:test:mapper',
        records: [
          { key: 'Procedure/p1', revision: 1773325800000123, resource: procedure },
          { key: 'Observation/o.1-2', revision: 2, resource: observation },
        ],
      },
    });
  });

  it.each([
    [undefined],
    [''],
    ['1'],
    ['1,2,3'],
    ['1,0'],
    ['1,-2'],
    ['1, 2'],
    ['1,2.5'],
    ['1,x'],
    ['1,9999999999999999'],
  ])('is refused with revisions %j', (ce_revisions) => {
    expect(read(bundle, { ce_revisions })).toMatchObject({
      ok: false,
      reason: 'schema-violation',
      detail: expect.stringMatching(/^ce_revisions: /),
    });
  });

  it.each([
    ['data.type', { ...bundle, type: 'batch' }],
    ['data.entry', { ...bundle, entry: [] }],
    [
      'data.entry.0.request.method',
      { ...bundle, entry: [{ resource: procedure, request: { method: 'DELETE', url: 'Procedure/p1' } }] },
    ],
    [
      'data.entry.0.request.url',
      {
        ...bundle,
        entry: [{ resource: procedure, request: { method: 'PUT', url: 'Procedure/p2' } }, entryOf(observation)],
      },
    ],
    ['data.entry.0.resource.id', { ...bundle, entry: [entryOf({ resourceType: 'Procedure', id: '../Patient' })] }],
    ['data.entry.0.resource.resourceType', { ...bundle, entry: [entryOf({ resourceType: 'procedure', id: 'p1' })] }],
  ])('names the place of the fault: %s', (place, value) => {
    expect(read(value)).toMatchObject({
      ok: false,
      reason: 'schema-violation',
      detail: expect.stringMatching(new RegExp(`^${place}: `)),
    });
  });

  it('of a later version, or another type, is told apart', () => {
    expect(read(bundle, { ce_type: 'ilium.fhir.bundle.v2' })).toMatchObject({ ok: false, reason: 'unknown-version' });
    expect(read(bundle, { ce_type: 'ilium.outcome.observation.v1' })).toMatchObject({ reason: 'unknown-type' });
  });
});

describe('a record is taken back', () => {
  it.each([
    [{ ...procedure, status: 'entered-in-error' }, true],
    [procedure, false],
    [observation, false],
    [{ resourceType: 'Patient', id: 'p', active: false }, true],
    [{ resourceType: 'Patient', id: 'p', active: true }, false],
    [{ resourceType: 'Patient', id: 'p' }, false],
  ])('by its status, a Patient by not being active: %j %s', (resource, expected) => {
    expect(isRetracted(resource)).toBe(expected);
  });
});
