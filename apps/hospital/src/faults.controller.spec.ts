import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { FaultsController } from './faults.controller.js';
import { Faults } from './fhir/faults/faults.js';
import { fhirRoutes } from './fhir/fhir-routes.js';
import { FhirServer } from './fhir/fhir-server.js';
import { ProfileSwitch } from './fhir/profiles/profile-switch.js';
import { RecordStore } from './fhir/record-store.js';

let app: NestFastifyApplication;
let url: string;
beforeEach(async () => {
  const site = { server: new FhirServer(new RecordStore()), faults: new Faults(), profile: new ProfileSwitch() };
  const module = await Test.createTestingModule({
    controllers: [FaultsController],
    providers: [
      { provide: Faults, useValue: site.faults },
      { provide: ProfileSwitch, useValue: site.profile },
    ],
  }).compile();
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  await app.register(fhirRoutes(site), { prefix: '/fhir' });
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterEach(() => app.close());

async function send(method: string, path: string, body?: unknown) {
  const response = await fetch(`${url}${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : undefined };
}

const plan = {
  rules: [
    { name: 'busy', times: 1, match: { interaction: 'capabilities' }, fault: { kind: 'status', status: 429 } },
    { match: { method: 'PUT' }, fault: { kind: 'reset' } },
  ],
};

describe('the plan of faults', () => {
  it('is set, shows how often each rule was used, and is cleared', async () => {
    const set = await send('PUT', '/admin/faults/plan', plan);
    expect(set).toMatchObject({
      status: 200,
      json: {
        rules: [
          { seen: 0, used: 0 },
          { seen: 0, used: 0 },
        ],
      },
    });
    expect((await send('GET', '/fhir/metadata')).status).toBe(429);
    expect((await send('GET', '/fhir/metadata')).status).toBe(200);
    await expect(send('PUT', '/fhir/Patient/p1', {})).rejects.toThrow('fetch failed');
    expect((await send('GET', '/admin/faults/plan')).json).toEqual({
      rules: [
        { rule: expect.objectContaining({ name: 'busy', skip: 0, chance: 1 }), seen: 1, used: 1, isUsedUp: true },
        { rule: expect.objectContaining({ match: { method: 'PUT' } }), seen: 1, used: 1, isUsedUp: false },
      ],
    });
    expect((await send('DELETE', '/admin/faults/plan')).status).toBe(204);
    expect((await send('GET', '/admin/faults/plan')).json).toEqual({ rules: [] });
    expect((await send('PUT', '/fhir/Patient/p1', { resourceType: 'Patient', id: 'p1' })).status).toBe(201);
  });

  it.each([
    [{ rules: [{ fault: { kind: 'sulk' } }] }, 'rules.0.fault.kind'],
    [{ rules: [{ match: { interaction: 'gossip' }, fault: { kind: 'none' } }] }, 'rules.0.match.interaction'],
    [[], '(root)'],
    [undefined, '(root)'],
  ])('is refused as %j with the place and the kinds of faults; the one before goes on', async (wrong, place) => {
    await send('PUT', '/admin/faults/plan', plan);
    const refused = await send('PUT', '/admin/faults/plan', wrong);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain(place);
    expect(refused.text).toContain('bundle-limit');
    expect((await send('GET', '/admin/faults/plan')).json.rules).toHaveLength(2);
  });

  it('and a fault set alone take each other’s place', async () => {
    expect((await send('GET', '/admin/faults')).json).toEqual({ mode: 'none' });
    expect((await send('POST', '/admin/faults', { mode: 'error' })).json).toEqual({
      mode: 'error',
      status: 503,
      delayMs: 0,
    });
    expect((await send('GET', '/admin/faults/plan')).json.rules).toHaveLength(2);
    await send('PUT', '/admin/faults/plan', plan);
    expect((await send('GET', '/admin/faults')).json).toEqual({ mode: 'plan' });
    await send('POST', '/admin/faults', { mode: 'none' });
    expect((await send('GET', '/admin/faults/plan')).json).toEqual({ rules: [] });
    expect((await send('POST', '/admin/faults', { mode: 'sulk' })).text).toContain('lost-answer');
  });
});

describe('the profile', () => {
  it('is shown, switched and told by the CapabilityStatement', async () => {
    expect((await send('GET', '/admin/profile')).json).toEqual({ profile: 'repository' });
    expect((await send('PUT', '/admin/profile', { profile: 'athena' })).json).toEqual({ profile: 'athena' });
    expect((await send('GET', '/fhir/metadata')).json.implementation.description).toContain('athena');
    expect((await send('PUT', '/fhir/Patient/p1', { resourceType: 'Patient', id: 'p1' })).status).toBe(403);
  });

  it('that is none is refused with those that there are', async () => {
    const refused = await send('PUT', '/admin/profile', { profile: 'abacus' });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('repository, epic, millennium, meditech, athena');
  });
});
