import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AuthorizationServer, type OtherAnswer } from '../testing/authorization-server.js';
import { ScriptedFhirServer } from '../testing/scripted-fhir-server.js';
import { TargetBed, type BedSettings } from '../testing/target-bed.js';
import type { AuthorizationSettings } from './settings.js';

type Settings = AuthorizationSettings & { readonly kind: 'client-credentials' };

// Characters that have to be encoded before they go into a header.
const secret = 'canary:secret/with +%';
const client = { client_secret: secret, scope: 'system/*.cruds' };

let authorizationServer: AuthorizationServer;
let fhirServer: ScriptedFhirServer;
const beds: TargetBed[] = [];

beforeEach(async () => {
  authorizationServer = new AuthorizationServer([
    { client_id: 'by-basic', token_endpoint_auth_method: 'client_secret_basic', ...client },
    { client_id: 'by-post', token_endpoint_auth_method: 'client_secret_post', ...client },
  ]);
  await authorizationServer.start();
  fhirServer = new ScriptedFhirServer();
  fhirServer.letsIn = ({ headers }) => authorizationServer.isValid(headers.authorization);
  await fhirServer.start();
});

afterEach(async () => {
  await Promise.all(beds.splice(0).map((bed) => bed.close()));
  await fhirServer.stop();
  await authorizationServer.stop();
});

function open(settings: Partial<Settings> = {}, bed: BedSettings = {}): TargetBed {
  const { tokenUrl } = authorizationServer;
  const usual: Settings = { kind: 'client-credentials', clientId: 'by-basic', secret, method: 'basic', tokenUrl };
  const opened = new TargetBed(fhirServer.baseUrl, { ...usual, ...settings }, bed);
  beds.push(opened);
  return opened;
}

describe('OAuth 2.0 client credentials', () => {
  it.each(['basic', 'post'] as const)('lets in who shows the secret by %s', async (method) => {
    const bed = open({ clientId: `by-${method}`, method });
    expect(await bed.ask()).toBe(404);
    expect(await bed.ask()).toBe(404);
    expect(bed.asked).toEqual(['token ok', 'batch ok', 'batch ok']);
  });

  it('asks for one token, however many requests wait for it', async () => {
    const bed = open();
    await Promise.all(Array.from({ length: 20 }, () => bed.ask()));
    expect(authorizationServer.requests).toBe(1);
    expect(fhirServer.turnedAway).toBe(0);
  });

  it('renews once when twenty requests are turned away at the same time, and sends each of them again', async () => {
    const bed = open();
    await bed.ask();
    authorizationServer.endAll();
    const answers = await Promise.all(Array.from({ length: 20 }, () => bed.ask()));
    expect(answers).toEqual(Array.from({ length: 20 }, () => 404));
    expect(fhirServer.turnedAway).toBe(20);
    expect(authorizationServer.requests).toBe(2);
  });

  it('a token that the FHIR server does not want at all is renewed once, and then it is a 401', async () => {
    fhirServer.letsIn = () => false;
    const bed = open();
    const fault = await bed.fault();
    expect(fault).toMatchObject({ remedy: 'retry', scope: 'target', name: 'http-401' });
    expect(fault.advice).toContain('FHIR_SCOPE');
    expect(fhirServer.turnedAway).toBe(2);
    expect(authorizationServer.requests).toBe(2);
  });

  it('works with tokens that live for two seconds', async () => {
    authorizationServer.lifeSeconds = 2;
    const bed = open();
    const end = performance.now() + 3_500;
    const answers = new Set<number | undefined>();
    while (performance.now() < end) answers.add(await bed.ask());
    expect([...answers]).toEqual([404]);
    expect(authorizationServer.requests).toBeGreaterThan(2);
    expect(authorizationServer.requests).toBeLessThan(10);
  });

  it('a server that is away refuses nothing, and is asked again', async () => {
    const bed = open();
    await authorizationServer.stop();
    expect(await bed.fault()).toMatchObject({ remedy: 'retry', scope: 'target', name: 'token-ECONNREFUSED' });
    await authorizationServer.start();
    expect(await bed.ask()).toBe(404);
  });

  it('a request waits for a token no longer than it may take itself', async () => {
    const silent = new ScriptedFhirServer();
    silent.letsIn = () => new Promise(() => undefined);
    await silent.start();
    const bed = open({ tokenUrl: `${silent.baseUrl}/token` }, { timeoutMs: 200 });
    expect(await bed.fault()).toMatchObject({ remedy: 'retry', scope: 'target', name: 'token-time-out' });
    await silent.stop();
  });

  it.each<[string, OtherAnswer, string]>([
    ['503', { status: 503, headers: { 'retry-after': '7' } }, 'token-http-503'],
    ['429', { status: 429, headers: { 'retry-after': '7' } }, 'token-http-429'],
  ])('a server that says %s is left alone as long as it wants', async (_what, answer, name) => {
    authorizationServer.instead.push(answer);
    const bed = open();
    expect(await bed.fault()).toMatchObject({ remedy: 'retry', scope: 'target', name, retryAfterMs: 7_000 });
    expect(await bed.fault()).toMatchObject({ name });
    expect(authorizationServer.requests).toBe(1);
  });

  it.each<[string, Partial<Settings>, string, string]>([
    ['another secret', { secret: 'wrong' }, 'token-invalid-client', 'FHIR_CLIENT_SECRET'],
    ['an unknown client', { clientId: 'nobody' }, 'token-invalid-client', 'FHIR_CLIENT_ID'],
    ['a scope that it may not have', { scope: 'system/Procedure.cruds' }, 'token-invalid-scope', 'FHIR_SCOPE'],
  ])('who comes with %s is told what to look at', async (_what, settings, name, setting) => {
    const fault = await open(settings).fault();
    expect(fault).toMatchObject({ remedy: 'retry', scope: 'target', name });
    expect(fault.advice).toContain(setting);
    expect(JSON.stringify(fault)).not.toContain('canary');
  });

  it.each<[string, number, string, string]>([
    ['a code of the standard', 400, '{"error":"unauthorized_client"}', 'token-unauthorized-client'],
    ['a code that could say anything', 400, '{"error":"canary 4711"}', 'token-refused'],
    ['a page', 404, '<html>canary</html>', 'token-http-404'],
    ['another page', 200, '<html>canary</html>', 'token-not-an-answer'],
    ['no token', 200, '{"token_type":"bearer"}', 'token-not-an-answer'],
    ['a token of another kind', 200, '{"access_token":"canary","token_type":"mac"}', 'token-not-an-answer'],
    ['a token bound to a key', 200, '{"access_token":"canary","token_type":"DPoP"}', 'token-not-a-bearer-token'],
    ['a token with a break', 200, '{"access_token":"can\\nary","token_type":"bearer"}', 'token-not-a-bearer-token'],
    ['a redirection', 302, '', 'token-http-302'],
  ])('a server that answers with %s blames no record, and is not repeated', async (_what, status, body, name) => {
    const type = body.startsWith('{') ? 'application/json' : 'text/html';
    authorizationServer.instead.push({ status, body, headers: { 'content-type': type } });
    const bed = open();
    const fault = await bed.fault();
    expect(fault).toMatchObject({ remedy: 'retry', scope: 'target', name });
    expect(fault.advice).toBeDefined();
    expect(JSON.stringify([fault, bed.asked])).not.toContain('canary');
    expect(await bed.ask()).toBe(404);
  });

  it('a server that said no is left alone for a while', async () => {
    const patience = { firstMs: 60_000, longestMs: 60_000 };
    const bed = open({ secret: 'wrong' }, { tokens: { away: patience, refused: patience } });
    const { retryAfterMs } = await bed.fault();
    expect(retryAfterMs).toBeGreaterThanOrEqual(30_000);
    await bed.fault();
    await bed.fault();
    expect(authorizationServer.requests).toBe(1);
  });

  it('sends more headers to the FHIR server, and not to the authorisation server', async () => {
    const tenants: unknown[] = [];
    fhirServer.letsIn = ({ headers }) => tenants.push(headers['x-tenant']) > 0;
    const elsewhere = new ScriptedFhirServer();
    const seen: unknown[] = [];
    elsewhere.letsIn = ({ headers }) => seen.push(headers['x-tenant']) === 0;
    await elsewhere.start();
    const headers = { 'X-Tenant': 'main' };
    await open({}, { headers }).ask();
    await open({ tokenUrl: `${elsewhere.baseUrl}/token` }, { headers }).fault();
    await elsewhere.stop();
    expect(tenants).toEqual(['main']);
    expect(seen).toEqual([undefined]);
  });
});
