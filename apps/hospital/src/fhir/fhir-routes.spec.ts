import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { Client } from 'fhir-kit-client';
import { z } from 'zod';
import { Faults } from './faults/faults.js';
import { fhirRoutes } from './fhir-routes.js';
import { FhirServer } from './fhir-server.js';
import { ProfileSwitch } from './profiles/profile-switch.js';
import { RecordStore } from './record-store.js';

const patient = { resourceType: 'Patient', id: 'p1', identifier: [{ system: 'urn:x', value: 'SIM-1' }] };
const fhirJson = { 'content-type': 'application/fhir+json' };

let app: FastifyInstance;
let faults: Faults;
let base: string;
beforeEach(async () => {
  app = fastify();
  faults = new Faults();
  const site = { server: new FhirServer(new RecordStore()), faults, profile: new ProfileSwitch() };
  await app.register(fhirRoutes(site), { prefix: '/fhir' });
  base = `${await app.listen({ host: '127.0.0.1', port: 0 })}/fhir`;
});
afterEach(() => app.close());

function put(id: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${base}/Patient/${id}`, {
    method: 'PUT',
    body: JSON.stringify({ ...patient, id }),
    headers: { ...fhirJson, ...headers },
  });
}

describe('over HTTP', () => {
  it('versions travel as ETag, Last-Modified and Location', async () => {
    const created = await put('p1');
    expect(created.status).toBe(201);
    expect(Object.fromEntries(created.headers)).toMatchObject({
      etag: 'W/"1"',
      location: `${base}/Patient/p1/_history/1`,
      'content-type': 'application/fhir+json; charset=utf-8',
      'last-modified': expect.stringMatching(/GMT$/),
    });
    expect((await put('p1', { 'if-match': 'W/"9"' })).status).toBe(412);
    expect(await fetch(created.headers.get('location') ?? '').then((read) => read.json())).toMatchObject(patient);
  });

  it.each([
    ['not JSON', '{"secret', fhirJson, 400],
    ['another media type', '<Patient/>', { 'content-type': 'application/fhir+xml' }, 415],
    ['an oversized body', ' '.repeat(16 * 1024 * 1024 + 1), fhirJson, 413],
    ['XML as answer', '{}', { ...fhirJson, accept: 'application/fhir+xml' }, 406],
  ])('%s is refused with an OperationOutcome', async (_fault, body, headers, status) => {
    const refused = await fetch(`${base}/Patient`, { method: 'POST', body, headers });
    expect(refused.status).toBe(status);
    const text = await refused.text();
    expect(JSON.parse(text)).toMatchObject({ resourceType: 'OperationOutcome' });
    expect(text).not.toContain('secret');
  });

  it('an unknown address is refused with an OperationOutcome', async () => {
    const refused = await fetch(`${base}/Shoe/1`);
    expect(refused.status).toBe(404);
    expect(await refused.json()).toMatchObject({ resourceType: 'OperationOutcome' });
  });

  it('fhir-kit-client reads, writes, searches and pages', async () => {
    const client = new Client({ baseUrl: base });
    const bundle = {
      resourceType: 'Bundle' as const,
      type: 'transaction' as const,
      entry: ['a', 'b', 'c'].map((id) => ({
        resource: { ...patient, resourceType: 'Patient' as const, id },
        request: { method: 'PUT' as const, url: `Patient/${id}` },
      })),
    };
    expect(await client.transaction({ body: bundle })).toMatchObject({ type: 'transaction-response' });
    expect(await client.read({ resourceType: 'Patient', id: 'b' })).toMatchObject({ id: 'b' });
    const page = await client.search({
      resourceType: 'Patient',
      searchParams: { identifier: 'urn:x|SIM-1', _count: 2 },
    });
    expect(page).toMatchObject({ total: 3 });
    const link = z.array(z.object({ relation: z.string(), url: z.string() })).parse(page['link']);
    const next = await client.nextPage({ bundle: { ...page, link } });
    expect(next).toMatchObject({ entry: [{ resource: { id: 'c' } }] });
    expect(await client.capabilityStatement()).toMatchObject({ fhirVersion: '4.0.1' });
    await expect(client.read({ resourceType: 'Patient', id: 'nobody' })).rejects.toMatchObject({
      response: { status: 404, data: { resourceType: 'OperationOutcome' } },
    });
  });

  it('one of many simultaneous conditional creates wins', async () => {
    const { id: _id, ...body } = patient;
    const create = () =>
      fetch(`${base}/Patient`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { ...fhirJson, 'if-none-exist': 'identifier=urn:x|SIM-1' },
      });
    const answers = await Promise.all(Array.from({ length: 8 }, create));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
  });
});

describe('a simulated fault', () => {
  it('cuts connections while the server is down', async () => {
    faults.set({ mode: 'down' });
    await expect(put('p1')).rejects.toThrow('fetch failed');
    faults.set({ mode: 'none' });
    expect((await fetch(`${base}/Patient/p1`)).status).toBe(404);
  });

  it('answers with an error and changes nothing', async () => {
    faults.set({ mode: 'error', status: 429, retryAfterSeconds: 2, delayMs: 0 });
    const refused = await put('p1');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
    faults.set({ mode: 'none' });
    expect((await fetch(`${base}/Patient/p1`)).status).toBe(404);
  });

  it('loses the answer after the work is done', async () => {
    faults.set({ mode: 'lost-answer' });
    await expect(put('p1')).rejects.toThrow('fetch failed');
    faults.set({ mode: 'none' });
    expect((await fetch(`${base}/Patient/p1`)).status).toBe(200);
  });

  it('delays answers', async () => {
    faults.set({ mode: 'slow', delayMs: 30 });
    const start = performance.now();
    await put('p1');
    expect(performance.now() - start).toBeGreaterThanOrEqual(29);
  });
});
