import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { publicKeysOf } from '../api/public-keys.controller.js';
import { AuthorizationServer } from '../testing/authorization-server.js';
import { newClientKey } from '../testing/keys.js';
import { servePublicKeys } from '../testing/public-keys-server.js';
import { ScriptedFhirServer } from '../testing/scripted-fhir-server.js';
import { TargetBed } from '../testing/target-bed.js';
import { keyAlgorithms } from './client-key.js';
import { openEntry, type AuthorizationSettings } from './settings.js';

describe.each(keyAlgorithms)('SMART Backend Services with %s', (algorithm) => {
  const key = newClientKey(algorithm);
  const fhirServer = new ScriptedFhirServer();
  let settings: AuthorizationSettings & { readonly kind: 'smart-backend' };
  let keys: NestFastifyApplication;
  let authorizationServer: AuthorizationServer;
  const beds: TargetBed[] = [];

  beforeAll(async () => {
    settings = { kind: 'smart-backend', clientId: 'ilium', scope: 'system/*.cruds', key };
    keys = await servePublicKeys(publicKeysOf([{ entry: { ...openEntry, authorization: settings } }]));
    authorizationServer = new AuthorizationServer([
      {
        client_id: 'ilium',
        scope: 'system/*.cruds',
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: algorithm,
        jwks_uri: `${await keys.getUrl()}/.well-known/jwks.json`,
      },
    ]);
    await authorizationServer.start();
    await fhirServer.start();
    fhirServer.letsIn = ({ headers }) => authorizationServer.isValid(headers.authorization);
  });

  beforeEach(() => {
    fhirServer.smartConfiguration = { token_endpoint: authorizationServer.tokenUrl };
  });

  afterEach(async () => {
    await Promise.all(beds.splice(0).map((bed) => bed.close()));
  });

  afterAll(async () => {
    await fhirServer.stop();
    await authorizationServer.stop();
    await keys.close();
  });

  function open(authorization: AuthorizationSettings = settings): TargetBed {
    const bed = new TargetBed(fhirServer.baseUrl, authorization);
    beds.push(bed);
    return bed;
  }

  it('lets in who signs with the key that our own route publishes, at the endpoint that the FHIR server names', async () => {
    const bed = open();
    expect(await bed.ask()).toBe(404);
    expect(bed.asked).toEqual(['token ok', 'batch ok']);
  });

  it('keeps out who signs with another key, and says what to look at', async () => {
    const bed = open({ ...settings, key: newClientKey(algorithm) });
    const fault = await bed.fault();
    expect(fault).toMatchObject({ remedy: 'retry', scope: 'target', name: 'token-invalid-client' });
    expect(fault.advice).toContain('jwks.json');
    expect(bed.asked).toEqual(['token token-invalid-client', 'batch token-invalid-client']);
  });

  it('asks for no token where the FHIR server names no endpoint, and says which setting would', async () => {
    fhirServer.smartConfiguration = undefined;
    const bed = open();
    const fault = await bed.fault();
    expect(fault).toMatchObject({ remedy: 'retry', scope: 'target', name: 'token-no-smart-configuration' });
    expect(fault.advice).toContain('FHIR_TOKEN_URL');
  });

  it('sends no assertion to another machine without TLS, whatever the FHIR server says', async () => {
    fhirServer.smartConfiguration = { token_endpoint: 'http://elsewhere.example/token' };
    expect(await open().fault()).toMatchObject({ name: 'token-endpoint-not-https' });
  });

  it('finds a token endpoint that has moved', async () => {
    const bed = open();
    fhirServer.smartConfiguration = { token_endpoint: `${fhirServer.baseUrl}/gone` };
    expect((await bed.fault()).name).toMatch(/^token-/);
    fhirServer.smartConfiguration = { token_endpoint: authorizationServer.tokenUrl };
    expect(await bed.ask()).toBe(404);
  });
});
