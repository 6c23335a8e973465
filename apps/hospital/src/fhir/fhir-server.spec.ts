import { beforeEach, describe, expect, it } from '@jest/globals';
import type { FhirRequest } from './exchange.js';
import { FhirServer } from './fhir-server.js';
import { RecordStore } from './record-store.js';
import type { Resource } from './resource.js';

const base = 'http://hospital.example/fhir';
const system = 'https://hospital.example/sid/mrn';
const patient: Resource = { resourceType: 'Patient', id: 'p1', identifier: [{ system, value: 'SIM-1' }] };
const procedure: Resource = {
  resourceType: 'Procedure',
  id: 'x1',
  status: 'completed',
  code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '27096' }] },
  subject: { reference: 'Patient/p1' },
  meta: { tag: [{ system: 'https://ilium.example/tag', code: 'ilium' }] },
};

let server: FhirServer;
beforeEach(() => {
  server = new FhirServer(new RecordStore());
});

type More = Partial<Omit<FhirRequest, 'query'>>;

function send(method: string, url: string, body?: unknown, more: More = {}) {
  const [path = '', query = ''] = url.split('?');
  const response = server.handle({ method, path, query: new URLSearchParams(query), base, body, ...more });
  return {
    ...response,
    json: response.body === undefined || response.body === '' ? undefined : JSON.parse(response.body),
  };
}

function put(resource: Resource, more: More = {}) {
  return send('PUT', `${resource.resourceType}/${resource.id}`, resource, more);
}

function entry(method: string, url: string, resource?: unknown, more: object = {}) {
  return { request: { method, url, ...more }, ...(resource === undefined ? {} : { resource }) };
}

function transaction(...entries: object[]) {
  return send('POST', '', { resourceType: 'Bundle', type: 'transaction', entry: entries });
}

function count(url: string): number {
  return send('GET', `${url}${url.includes('?') ? '&' : '?'}_summary=count`).json.total;
}

describe('a record', () => {
  it('is created by an update and carries version, time and tag', () => {
    expect(put(patient)).toMatchObject({ status: 201, etag: 'W/"1"', location: 'Patient/p1/_history/1' });
    expect(send('GET', 'Patient/p1')).toMatchObject({ status: 200, etag: 'W/"1"', json: { meta: { versionId: '1' } } });
  });

  it('keeps its version when the same content comes again, whatever the order of its elements', () => {
    put(patient);
    expect(put({ identifier: [{ value: 'SIM-1', system }], ...patient })).toMatchObject({ status: 200, etag: 'W/"1"' });
    expect(put({ ...patient, active: true })).toMatchObject({ status: 200, etag: 'W/"2"' });
    expect(send('GET', 'Patient/p1/_history/1').json).not.toHaveProperty('active');
    expect(send('GET', 'Patient/p1/_history').json).toMatchObject({ total: 2 });
    expect(send('GET', 'Patient/p1/_history').json.entry[1].response.status).toBe('201 Created');
  });

  it('is written under If-Match only in the version that it names', () => {
    put(patient);
    expect(put({ ...patient, active: true }, { ifMatch: 'W/"2"' }).status).toBe(412);
    expect(put({ ...patient, active: true }, { ifMatch: 'W/"1"' }).status).toBe(200);
    expect(put({ ...patient, active: false }, { ifMatch: 'W/"1"' }).status).toBe(412);
    expect(put({ ...patient, id: 'p2' }, { ifMatch: 'W/"1"' }).status).toBe(412);
    expect(put(patient, { ifNoneMatch: '*' }).status).toBe(412);
  });

  it('is gone after its deletion, and its versions go on when it comes back', () => {
    put(patient);
    expect(send('DELETE', 'Patient/p1').status).toBe(204);
    expect(send('GET', 'Patient/p1').status).toBe(410);
    expect(count('Patient')).toBe(0);
    expect(put(patient)).toMatchObject({ status: 201, etag: 'W/"3"' });
    expect(send('GET', 'Patient/p1/_history').json.total).toBe(3);
  });

  it('cannot be deleted while another refers to it', () => {
    put(patient);
    put(procedure);
    expect(send('DELETE', 'Patient/p1').status).toBe(409);
    expect(send('GET', 'Patient/p1').status).toBe(200);
    expect(transaction(entry('DELETE', 'Patient/p1'), entry('DELETE', 'Procedure/x1')).status).toBe(200);
  });

  it('is answered with 304 to who has it already', () => {
    put(patient);
    expect(send('GET', 'Patient/p1', undefined, { ifNoneMatch: 'W/"1"' }).status).toBe(304);
  });
});

describe('a write is refused', () => {
  beforeEach(() => {
    put(patient);
  });

  it.each([
    ['an id of digits only', { ...patient, id: '123' }, 400, 'Patient.id'],
    ['an id that is too long', { ...patient, id: 'x'.repeat(65) }, 400, 'Patient.id'],
    ['a missing status', { ...procedure, status: undefined }, 422, 'Procedure.status'],
    ['a status that R4 has not', { ...procedure, status: 'amended' }, 422, 'Procedure.status'],
    ['a missing subject', { ...procedure, subject: undefined }, 422, 'Procedure.subject'],
    ['a missing code', { resourceType: 'Observation', id: 'o1', status: 'final' }, 422, 'Observation.code'],
    [
      'a missing choice',
      {
        resourceType: 'MedicationAdministration',
        id: 'm1',
        status: 'completed',
        subject: {},
        effectiveDateTime: '2026',
      },
      422,
      'MedicationAdministration.medication',
    ],
    [
      'a missing element of a list',
      { resourceType: 'Provenance', id: 'v1', target: [{ reference: 'Patient/p1' }], recorded: 'x', agent: [{}] },
      422,
      'Provenance.agent.who',
    ],
    ['a dangling reference', { ...procedure, subject: { reference: 'Patient/nobody' } }, 422, 'Procedure.subject'],
    [
      'a reference to a version that is not there',
      { ...procedure, subject: { reference: 'Patient/p1/_history/2' } },
      422,
      'Procedure.subject',
    ],
  ])('for %s', (_fault, resource, status, expression) => {
    const refused = put(JSON.parse(JSON.stringify(resource)));
    expect(refused.status).toBe(status);
    expect(refused.json).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ expression: [expression] }] });
    expect(count('Procedure')).toBe(0);
  });

  it('without a word of what was sent', () => {
    const refused = put({ ...procedure, status: 'secret-status', subject: { reference: 'Patient/secret' } });
    expect(refused.body).not.toContain('secret');
  });

  it('where address and body contradict each other', () => {
    expect(send('PUT', 'Patient/p9', patient).status).toBe(400);
    expect(send('PUT', 'Procedure/p1', patient).status).toBe(400);
    expect(send('PUT', 'Nonsense/p1', { resourceType: 'Nonsense', id: 'p1' }).status).toBe(404);
    expect(send('PATCH', 'Patient/p1', {}).status).toBe(405);
  });
});

describe('a conditional write', () => {
  const condition = `identifier=${system}|SIM-1`;
  const { id: _id, ...anonymous } = patient;

  it('creates only what no record matches', () => {
    const first = send('POST', 'Patient', anonymous, { ifNoneExist: condition });
    expect(first.status).toBe(201);
    const again = send('POST', 'Patient', { ...anonymous, active: true }, { ifNoneExist: condition });
    expect(again).toMatchObject({ status: 200, location: first.location });
    expect(again.json).not.toHaveProperty('active');
    expect(count('Patient')).toBe(1);
  });

  it('updates the one that matches, and refuses to choose between two', () => {
    const created = send('PUT', `Patient?${condition}`, anonymous);
    expect(created.status).toBe(201);
    expect(send('PUT', `Patient?${condition}`, { ...anonymous, active: true })).toMatchObject({
      status: 200,
      etag: 'W/"2"',
    });
    put({ ...patient, id: 'twin' });
    expect(send('PUT', `Patient?${condition}`, anonymous).status).toBe(412);
    expect(send('POST', 'Patient', anonymous, { ifNoneExist: condition }).status).toBe(412);
  });

  it('never reads a condition that it does not understand as no condition', () => {
    expect(send('POST', 'Patient', anonymous, { ifNoneExist: 'shoe-size=44' }).status).toBe(400);
    expect(send('PUT', 'Patient', anonymous).status).toBe(412);
  });
});

describe('a transaction', () => {
  it('holds nothing when its last entry fails', () => {
    put(patient);
    const refused = transaction(
      entry('PUT', 'Patient/p1', { ...patient, active: true }),
      entry('PUT', 'Procedure/x1', procedure),
      entry('PUT', 'Procedure/x2', { ...procedure, id: 'x2', status: undefined }),
    );
    expect(refused.status).toBe(422);
    expect(refused.json.issue[0].expression).toEqual(['Bundle.entry[2].resource.status']);
    expect(send('GET', 'Patient/p1').etag).toBe('W/"1"');
    expect(send('GET', 'Patient/p1/_history').json.total).toBe(1);
    expect(send('GET', 'Procedure/x1').status).toBe(404);
    expect(count('Procedure?patient=p1')).toBe(0);
  });

  it('names the entry whose reference leads nowhere', () => {
    const refused = transaction(
      entry('PUT', 'Patient/p2', { ...patient, id: 'p2' }),
      entry('PUT', 'Procedure/x1', procedure),
    );
    expect(refused.status).toBe(422);
    expect(refused.json.issue[0].expression).toEqual(['Bundle.entry[1].resource.subject']);
    expect(send('GET', 'Patient/p2').status).toBe(404);
  });

  it('may refer forwards and by full URL', () => {
    const uuid = 'urn:uuid:0b6e1d0c-5a34-4f0e-9d52-6f5b1b1d2f10';
    const { id: _id, ...newPatient } = patient;
    const done = transaction(entry('PUT', 'Procedure/x1', { ...procedure, subject: { reference: uuid } }), {
      fullUrl: uuid,
      ...entry('POST', 'Patient', newPatient),
    });
    expect(done.status).toBe(200);
    const [written, created] = done.json.entry;
    expect(written.response).toMatchObject({
      status: '201 Created',
      etag: 'W/"1"',
      location: 'Procedure/x1/_history/1',
    });
    const subject = send('GET', 'Procedure/x1').json.subject.reference;
    expect(created.response.location).toBe(`${subject}/_history/1`);
  });

  it('resolves conditional references: none is 404, several are 412', () => {
    const conditional = (value: string) => ({
      ...procedure,
      subject: { reference: `Patient?identifier=${system}|${value}` },
    });
    put(patient);
    expect(transaction(entry('PUT', 'Procedure/x1', conditional('SIM-1'))).status).toBe(200);
    expect(send('GET', 'Procedure/x1').json.subject.reference).toBe('Patient/p1');
    expect(transaction(entry('PUT', 'Procedure/x2', conditional('SIM-2'))).status).toBe(404);
    put({ ...patient, id: 'twin' });
    expect(transaction(entry('PUT', 'Procedure/x2', { ...conditional('SIM-1'), id: 'x2' })).status).toBe(412);
  });

  it('deletes before it creates, and reads last', () => {
    put(patient);
    const done = transaction(
      entry('GET', 'Patient?_summary=count'),
      entry('PUT', 'Patient/p2', { ...patient, id: 'p2' }),
      entry('POST', 'Patient', patient, { ifNoneExist: `identifier=${system}|SIM-1` }),
      entry('DELETE', 'Patient/p1'),
    );
    expect(done.status).toBe(200);
    expect(done.json.entry[0].resource.total).toBe(2);
    expect(done.json.entry[2].response.status).toBe('201 Created');
  });

  it('refuses two entries about one record', () => {
    const twice = transaction(
      entry('PUT', 'Patient/p1', patient),
      entry('PUT', 'Patient/p1', { ...patient, active: true }),
    );
    expect(twice.status).toBe(400);
    const condition = { ifNoneExist: `identifier=${system}|SIM-1` };
    expect(
      transaction(entry('POST', 'Patient', patient, condition), entry('POST', 'Patient', patient, condition)).status,
    ).toBe(400);
    expect(count('Patient')).toBe(0);
  });

  it('honours If-Match of each entry', () => {
    put(patient);
    const stale = transaction(
      entry('PUT', 'Procedure/x1', procedure),
      entry('PUT', 'Patient/p1', { ...patient, active: true }, { ifMatch: 'W/"7"' }),
    );
    expect(stale.status).toBe(412);
    expect(send('GET', 'Procedure/x1').status).toBe(404);
  });
});

describe('a batch', () => {
  it('answers each entry for itself', () => {
    const { status, json } = send('POST', '', {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [entry('PUT', 'Procedure/x1', procedure), entry('PUT', 'Patient/p1', patient), entry('GET', 'Patient/p9')],
    });
    expect(status).toBe(200);
    expect(json.entry.map(({ response }: { response: { status: string } }) => response.status)).toEqual([
      '422 Unprocessable Entity',
      '201 Created',
      '404 Not Found',
    ]);
    expect(json.entry[0].response.outcome.resourceType).toBe('OperationOutcome');
  });
});

describe('a search', () => {
  beforeEach(() => {
    put(patient);
    put({
      resourceType: 'Encounter',
      id: 'e1',
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: 'Patient/p1' },
    });
    put({ ...procedure, encounter: { reference: 'Encounter/e1' } });
    put({ ...procedure, id: 'x2', status: 'entered-in-error', meta: {} });
    put({ ...procedure, id: 'x3', identifier: [{ value: 'PRC-3' }] });
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
    ['Procedure?_lastUpdated=ge2020-01-01', 3],
    ['Procedure?_lastUpdated=lt2020-01-01T00:00:00Z', 0],
  ])('%s finds %i', (url, expected) => {
    expect(count(url)).toBe(expected);
    expect(send('GET', url).json.entry ?? []).toHaveLength(expected);
  });

  it('pages through all, once each', () => {
    const seen: string[] = [];
    let next: string | undefined = `${base}/Procedure?status=completed,entered-in-error&_count=2`;
    while (next !== undefined) {
      const { json } = send('GET', next.slice(base.length + 1));
      expect(json.total).toBe(3);
      seen.push(...json.entry.map(({ resource }: { resource: Resource }) => resource.id));
      next = json.link.find(({ relation }: { relation: string }) => relation === 'next')?.url;
    }
    expect(seen).toEqual(['x1', 'x2', 'x3']);
  });

  it('leaves out what it does not know, unless told to be strict', () => {
    const lenient = send('GET', 'Procedure?shoe-size=44&status=completed');
    expect(lenient.json.total).toBe(2);
    expect(lenient.json.link[0].url).toBe(`${base}/Procedure?status=completed`);
    const strict = send('GET', 'Procedure?shoe-size=44', undefined, { prefer: 'handling=strict' });
    expect(strict.status).toBe(400);
    expect(strict.json.issue[0].code).toBe('not-supported');
  });
});

describe('the CapabilityStatement', () => {
  it('lists what a search then accepts', () => {
    const { rest } = send('GET', 'metadata').json;
    for (const { type, searchParam } of rest[0].resource) {
      for (const { name } of searchParam) {
        const value = name === '_lastUpdated' ? 'ge2020' : 'x';
        const found = send('GET', `${type}?${name}=${value}`, undefined, { prefer: 'handling=strict' });
        expect([type, name, found.status]).toEqual([type, name, 200]);
      }
    }
  });
});
