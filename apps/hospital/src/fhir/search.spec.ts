import { beforeEach, describe, expect, it } from '@jest/globals';
import { base, openServer, patient, procedure, system } from './fhir-server.samples.js';
import type { Resource } from './resource.js';

let server: ReturnType<typeof openServer>;
beforeEach(() => {
  server = openServer();
});

describe('a search', () => {
  beforeEach(() => {
    server.put(patient);
    server.put({
      resourceType: 'Encounter',
      id: 'e1',
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: 'Patient/p1' },
    });
    const performedPeriod = { start: '2026-03-12T10:05:00-05:00', end: '2026-03-12T10:23:00-05:00' };
    server.put({ ...procedure, encounter: { reference: 'Encounter/e1' }, performedPeriod });
    server.put({
      ...procedure,
      id: 'x2',
      status: 'entered-in-error',
      meta: {},
      performedDateTime: '2026-03-12T18:00:00Z',
    });
    server.put({ ...procedure, id: 'x3', identifier: [{ value: 'PRC-3' }] });
  });

  it.each([
    ['Patient?identifier=SIM-1', 1],
    [`Patient?identifier=${system}|SIM-1`, 1],
    ['Patient?identifier=|SIM-1', 0],
    ['Patient?identifier=urn:other|SIM-1', 0],
    ['Procedure?identifier=|PRC-3', 1],
    ['Procedure?_id=x1,x3,x9', 2],
    ['Procedure?status=completed', 2],
    ['Procedure?status:not=entered-in-error', 2],
    ['Procedure?status=completed,entered-in-error', 3],
    ['Procedure?patient=p1&status=completed', 2],
    ['Procedure?patient=Patient/p1', 3],
    ['Procedure?subject=Patient/p1', 3],
    ['Procedure?subject=Patient/p2', 0],
    ['Procedure?encounter=Encounter/e1', 1],
    ['Procedure?code=http://www.ama-assn.org/go/cpt|27096', 3],
    ['Procedure?code=27096&status=entered-in-error', 1],
    ['Procedure?_tag=https://ilium.example/tag|ilium', 2],
    ['Procedure?_tag=ilium&status:not=entered-in-error', 2],
    ['Procedure?date=2026-03-12', 2],
    ['Procedure?date=ge2026-03-12&date=lt2026-03-13', 2],
    ['Procedure?date=2026', 2],
    ['Procedure?date=lt2026-03-12', 0],
    ['Procedure?date=gt2026-03-12', 0],
    ['Procedure?date=2026-03-12T15:05:00Z', 0],
    ['Procedure?date=le2026-03-12T15:05:00Z&patient=p1', 1],
    ['Procedure?_lastUpdated=ge2020-01-01', 3],
    ['Procedure?_lastUpdated=lt2020-01-01T00:00:00Z', 0],
  ])('%s finds %i', (url, expected) => {
    expect(server.count(url)).toBe(expected);
    expect(server.send('GET', url).json.entry ?? []).toHaveLength(expected);
  });

  it('pages through all, once each', () => {
    const seen: string[] = [];
    let next: string | undefined = `${base}/Procedure?status=completed,entered-in-error&_count=2`;
    while (next !== undefined) {
      const { json } = server.send('GET', next.slice(base.length + 1));
      expect(json.total).toBe(3);
      seen.push(...json.entry.map(({ resource }: { resource: Resource }) => resource.id));
      next = json.link.find(({ relation }: { relation: string }) => relation === 'next')?.url;
    }
    expect(seen).toEqual(['x1', 'x2', 'x3']);
  });

  it('leaves out what it does not know, unless told to be strict', () => {
    const lenient = server.send('GET', 'Procedure?shoe-size=44&status=completed');
    expect(lenient.json.total).toBe(2);
    expect(lenient.json.link[0].url).toBe(`${base}/Procedure?status=completed`);
    const strict = server.send('GET', 'Procedure?shoe-size=44', undefined, { prefer: 'handling=strict' });
    expect(strict.status).toBe(400);
    expect(strict.json.issue[0].code).toBe('not-supported');
  });
});

describe('the CapabilityStatement', () => {
  it('lists what a search then accepts', () => {
    const { rest } = server.send('GET', 'metadata').json;
    for (const { type, searchParam } of rest[0].resource) {
      for (const { name } of searchParam) {
        const value = ['_lastUpdated', 'date', 'effective-time'].includes(name) ? 'ge2020' : 'x';
        const found = server.send('GET', `${type}?${name}=${value}`, undefined, { prefer: 'handling=strict' });
        expect([type, name, found.status]).toEqual([type, name, 200]);
      }
    }
  });
});
