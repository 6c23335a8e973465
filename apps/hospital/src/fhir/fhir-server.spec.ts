import { beforeEach, describe, expect, it } from '@jest/globals';
import { entry, openServer, patient, procedure, system } from './fhir-server.samples.js';

let server: ReturnType<typeof openServer>;
beforeEach(() => {
  server = openServer();
});

describe('a record', () => {
  it('is created by an update and carries version, time and tag', () => {
    expect(server.put(patient)).toMatchObject({ status: 201, etag: 'W/"1"', location: 'Patient/p1/_history/1' });
    expect(server.send('GET', 'Patient/p1')).toMatchObject({
      status: 200,
      etag: 'W/"1"',
      json: { meta: { versionId: '1' } },
    });
  });

  it('keeps its version when the same content comes again, whatever the order of its elements', () => {
    server.put(patient);
    expect(server.put({ identifier: [{ value: 'SIM-1', system }], ...patient })).toMatchObject({
      status: 200,
      etag: 'W/"1"',
    });
    expect(server.put({ ...patient, active: true })).toMatchObject({ status: 200, etag: 'W/"2"' });
    expect(server.send('GET', 'Patient/p1/_history/1').json).not.toHaveProperty('active');
    expect(server.send('GET', 'Patient/p1/_history').json).toMatchObject({ total: 2 });
    expect(server.send('GET', 'Patient/p1/_history').json.entry[1].response.status).toBe('201 Created');
  });

  it('is written under If-Match only in the version that it names', () => {
    server.put(patient);
    expect(server.put({ ...patient, active: true }, { ifMatch: 'W/"2"' }).status).toBe(412);
    expect(server.put({ ...patient, active: true }, { ifMatch: 'W/"1"' }).status).toBe(200);
    expect(server.put({ ...patient, active: false }, { ifMatch: 'W/"1"' }).status).toBe(412);
    expect(server.put({ ...patient, id: 'p2' }, { ifMatch: 'W/"1"' }).status).toBe(412);
    expect(server.put(patient, { ifNoneMatch: '*' }).status).toBe(412);
  });

  it('is gone after its deletion, and its versions go on when it comes back', () => {
    server.put(patient);
    expect(server.send('DELETE', 'Patient/p1').status).toBe(204);
    expect(server.send('GET', 'Patient/p1').status).toBe(410);
    expect(server.count('Patient')).toBe(0);
    expect(server.put(patient)).toMatchObject({ status: 201, etag: 'W/"3"' });
    expect(server.send('GET', 'Patient/p1/_history').json.total).toBe(3);
  });

  it('cannot be deleted while another refers to it', () => {
    server.put(patient);
    server.put(procedure);
    expect(server.send('DELETE', 'Patient/p1').status).toBe(409);
    expect(server.send('GET', 'Patient/p1').status).toBe(200);
    expect(server.transaction(entry('DELETE', 'Patient/p1'), entry('DELETE', 'Procedure/x1')).status).toBe(200);
  });

  it('is answered with 304 to who has it already', () => {
    server.put(patient);
    expect(server.send('GET', 'Patient/p1', undefined, { ifNoneMatch: 'W/"1"' }).status).toBe(304);
  });
});

describe('a write is refused', () => {
  beforeEach(() => {
    server.put(patient);
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
    const refused = server.put(JSON.parse(JSON.stringify(resource)));
    expect(refused.status).toBe(status);
    expect(refused.json).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ expression: [expression] }] });
    expect(server.count('Procedure')).toBe(0);
  });

  it('without a word of what was sent', () => {
    const refused = server.put({ ...procedure, status: 'secret-status', subject: { reference: 'Patient/secret' } });
    expect(refused.body).not.toContain('secret');
  });

  it('where address and body contradict each other', () => {
    expect(server.send('PUT', 'Patient/p9', patient).status).toBe(400);
    expect(server.send('PUT', 'Procedure/p1', patient).status).toBe(400);
    expect(server.send('PUT', 'Nonsense/p1', { resourceType: 'Nonsense', id: 'p1' }).status).toBe(404);
    expect(server.send('PATCH', 'Patient/p1', {}).status).toBe(405);
  });
});

describe('a conditional write', () => {
  const condition = `identifier=${system}|SIM-1`;
  const { id: _id, ...anonymous } = patient;

  it('creates only what no record matches', () => {
    const first = server.send('POST', 'Patient', anonymous, { ifNoneExist: condition });
    expect(first.status).toBe(201);
    const again = server.send('POST', 'Patient', { ...anonymous, active: true }, { ifNoneExist: condition });
    expect(again).toMatchObject({ status: 200, location: first.location });
    expect(again.json).not.toHaveProperty('active');
    expect(server.count('Patient')).toBe(1);
  });

  it('updates the one that matches, and refuses to choose between two', () => {
    const created = server.send('PUT', `Patient?${condition}`, anonymous);
    expect(created.status).toBe(201);
    expect(server.send('PUT', `Patient?${condition}`, { ...anonymous, active: true })).toMatchObject({
      status: 200,
      etag: 'W/"2"',
    });
    server.put({ ...patient, id: 'twin' });
    expect(server.send('PUT', `Patient?${condition}`, anonymous).status).toBe(412);
    expect(server.send('POST', 'Patient', anonymous, { ifNoneExist: condition }).status).toBe(412);
  });

  it('never reads a condition that it does not understand as no condition', () => {
    expect(server.send('POST', 'Patient', anonymous, { ifNoneExist: 'shoe-size=44' }).status).toBe(400);
    expect(server.send('PUT', 'Patient', anonymous).status).toBe(412);
  });
});
