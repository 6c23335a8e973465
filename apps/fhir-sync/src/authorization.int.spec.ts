import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createDatabase, until, type TestDatabase } from '../../../dev/src/test-environment.js';
import { openEntry, type EntrySettings } from './authorization/settings.js';
import { AuthorizationServer } from './testing/authorization-server.js';
import { Instance } from './testing/instance.js';
import { desired, patientIdentifier } from './testing/records.js';
import { ScriptedFhirServer } from './testing/scripted-fhir-server.js';

jest.setTimeout(30_000);

const secret = 'canary-secret';

let database: TestDatabase;
let fhirServer: ScriptedFhirServer;
let authorizationServer: AuthorizationServer;
let instance: Instance | undefined;

beforeAll(async () => {
  database = await createDatabase();
});

afterAll(() => database.drop());

beforeEach(async () => {
  authorizationServer = new AuthorizationServer([
    { client_id: 'ilium', client_secret: secret, token_endpoint_auth_method: 'client_secret_basic' },
  ]);
  await authorizationServer.start();
  fhirServer = new ScriptedFhirServer();
  fhirServer.places.set(patientIdentifier('1'), 'pat-1');
  fhirServer.letsIn = ({ headers }) => authorizationServer.isValid(headers.authorization);
  await fhirServer.start();
});

afterEach(async () => {
  await instance?.dataSource.query('TRUNCATE desired_records, desired_bodies');
  await instance?.stop();
  await fhirServer.stop();
  await authorizationServer.stop();
});

async function start(clientSecret = secret): Promise<Instance> {
  const entry: EntrySettings = {
    ...openEntry,
    authorization: {
      kind: 'client-credentials',
      clientId: 'ilium',
      secret: clientSecret,
      method: 'basic',
      tokenUrl: authorizationServer.tokenUrl,
    },
  };
  instance = await Instance.start(database.url, fhirServer.baseUrl, { timeoutMs: 2_000, leaseMs: 6_000 }, entry);
  return instance;
}

async function delivered(of: Instance, key: string) {
  return until(`${key} to be delivered`, () => of.record(key), { accept: ({ state }) => state === 'delivered' });
}

describe('delivery to a server that wants tokens', () => {
  it('goes on when all tokens end in the middle, with no attempt used up', async () => {
    const running = await start();
    await running.receive([desired('Procedure/p1')]);
    await delivered(running, 'Procedure/p1');
    authorizationServer.endAll();
    await running.receive([desired('Procedure/p2')]);
    expect(await delivered(running, 'Procedure/p2')).toMatchObject({ attempts: 0, reason: null });
    expect(fhirServer.turnedAway).toBeGreaterThan(0);
    expect(running.target).toEqual({ reachable: true, lastError: null });
  });

  it('pauses while the authorisation server is away: nothing is sent, nothing refused, no attempt used up', async () => {
    await authorizationServer.stop();
    const running = await start();
    await running.receive([desired('Procedure/p1')]);
    await until('the outage to be told', () => running.target.lastError, {
      accept: (error) => error === 'token-ECONNREFUSED',
    });
    expect(await running.record('Procedure/p1')).toMatchObject({ state: 'pending', attempts: 0 });
    expect(running.target.reachable).toBe(false);
    expect(fhirServer.turnedAway).toBe(0);
    await authorizationServer.start();
    expect(await delivered(running, 'Procedure/p1')).toMatchObject({ attempts: 0 });
    expect(running.target).toEqual({ reachable: true, lastError: null });
  });

  it('says in status, health and metrics what is wrong with the set-up, and no secret', async () => {
    const running = await start('canary-wrong');
    await running.receive([desired('Procedure/p1')]);
    await until('the refusal', () => running.target.lastError, { accept: (error) => error === 'token-invalid-client' });
    const [health, metrics] = await Promise.all([running.health(), running.metrics()]);
    expect(running.target.advice).toContain('FHIR_CLIENT_SECRET');
    expect(health).toMatchObject({
      status: 'up',
      checks: { 'target-fhir': { status: 'up', reason: expect.stringContaining('FHIR_CLIENT_SECRET') } },
    });
    expect(metrics).toContain('operation="token",result="token-invalid-client"');
    expect(running.logged.join('\n')).toContain('token-invalid-client');
    const record = await running.record('Procedure/p1');
    expect(record).toMatchObject({ state: 'pending', attempts: 0 });
    expect(JSON.stringify([running.target, health, metrics, running.logged, record])).not.toContain('canary');
  });

  it('keeps tokens out of logs and metrics when they work, too', async () => {
    const shown = new Set<string>();
    fhirServer.letsIn = ({ headers: { authorization = '' } }) => {
      shown.add(authorization.replace('Bearer ', ''));
      return authorizationServer.isValid(authorization);
    };
    const running = await start();
    await running.receive([desired('Procedure/p1')]);
    await delivered(running, 'Procedure/p1');
    const told = JSON.stringify([await running.metrics(), running.logged, await running.health()]);
    const [token = 'none'] = shown;
    expect(token.length).toBeGreaterThan(20);
    expect(told).not.toContain(token);
  });
});
