import { beforeEach, describe, expect, it } from '@jest/globals';
import { entry, openServer, patient, procedure, system } from './fhir-server.samples.js';

let server: ReturnType<typeof openServer>;
beforeEach(() => {
  server = openServer();
});

describe('a transaction', () => {
  it('holds nothing when its last entry fails', () => {
    server.put(patient);
    const refused = server.transaction(
      entry('PUT', 'Patient/p1', { ...patient, active: true }),
      entry('PUT', 'Procedure/x1', procedure),
      entry('PUT', 'Procedure/x2', { ...procedure, id: 'x2', status: undefined }),
    );
    expect(refused.status).toBe(422);
    expect(refused.json.issue[0].expression).toEqual(['Bundle.entry[2].resource.status']);
    expect(server.send('GET', 'Patient/p1').etag).toBe('W/"1"');
    expect(server.send('GET', 'Patient/p1/_history').json.total).toBe(1);
    expect(server.send('GET', 'Procedure/x1').status).toBe(404);
    expect(server.count('Procedure?patient=p1')).toBe(0);
  });

  it('names the entry whose reference leads nowhere', () => {
    const refused = server.transaction(
      entry('PUT', 'Patient/p2', { ...patient, id: 'p2' }),
      entry('PUT', 'Procedure/x1', procedure),
    );
    expect(refused.status).toBe(422);
    expect(refused.json.issue[0].expression).toEqual(['Bundle.entry[1].resource.subject']);
    expect(server.send('GET', 'Patient/p2').status).toBe(404);
  });

  it('takes Provenance with the record that it is of, and not without it', () => {
    server.put(patient);
    const provenance = {
      resourceType: 'Provenance',
      id: 'v1',
      target: [{ reference: 'Procedure/x1' }],
      recorded: '2026-03-12T15:05:00Z',
      agent: [{ who: { identifier: { system: 'https://ilium.example/fhir/device', value: 'ilium' } } }],
    };
    const alone = server.transaction(entry('PUT', 'Provenance/v1', provenance));
    expect([alone.status, alone.json.issue[0].expression]).toEqual([422, ['Bundle.entry[0].resource.target']]);
    const both = [entry('PUT', 'Procedure/x1', procedure), entry('PUT', 'Provenance/v1', provenance)];
    expect([server.transaction(...both).status, server.transaction(...both).status]).toEqual([200, 200]);
    expect(server.count('Provenance?target=Procedure/x1')).toBe(1);
  });

  it('may refer forwards and by full URL', () => {
    const uuid = 'urn:uuid:0b6e1d0c-5a34-4f0e-9d52-6f5b1b1d2f10';
    const { id: _id, ...newPatient } = patient;
    const done = server.transaction(entry('PUT', 'Procedure/x1', { ...procedure, subject: { reference: uuid } }), {
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
    const subject = server.send('GET', 'Procedure/x1').json.subject.reference;
    expect(created.response.location).toBe(`${subject}/_history/1`);
  });

  it('resolves conditional references: none is 404, several are 412', () => {
    const conditional = (value: string) => ({
      ...procedure,
      subject: { reference: `Patient?identifier=${system}|${value}` },
    });
    server.put(patient);
    expect(server.transaction(entry('PUT', 'Procedure/x1', conditional('SIM-1'))).status).toBe(200);
    expect(server.send('GET', 'Procedure/x1').json.subject.reference).toBe('Patient/p1');
    expect(server.transaction(entry('PUT', 'Procedure/x2', conditional('SIM-2'))).status).toBe(404);
    server.put({ ...patient, id: 'twin' });
    expect(server.transaction(entry('PUT', 'Procedure/x2', { ...conditional('SIM-1'), id: 'x2' })).status).toBe(412);
  });

  it('deletes before it creates, and reads last', () => {
    server.put(patient);
    const done = server.transaction(
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
    const twice = server.transaction(
      entry('PUT', 'Patient/p1', patient),
      entry('PUT', 'Patient/p1', { ...patient, active: true }),
    );
    expect(twice.status).toBe(400);
    const condition = { ifNoneExist: `identifier=${system}|SIM-1` };
    expect(
      server.transaction(entry('POST', 'Patient', patient, condition), entry('POST', 'Patient', patient, condition))
        .status,
    ).toBe(400);
    expect(server.count('Patient')).toBe(0);
  });

  it('honours If-Match of each entry', () => {
    server.put(patient);
    const stale = server.transaction(
      entry('PUT', 'Procedure/x1', procedure),
      entry('PUT', 'Patient/p1', { ...patient, active: true }, { ifMatch: 'W/"7"' }),
    );
    expect(stale.status).toBe(412);
    expect(server.send('GET', 'Procedure/x1').status).toBe(404);
  });
});

describe('a batch', () => {
  it('answers each entry for itself', () => {
    const { status, json } = server.send('POST', '', {
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
