import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, readConfig } from '@ilium/observability';
import { afterAll, describe, expect, it } from '@jest/globals';
import { newKey, pemOf } from '../testing/keys.js';
import { readEntrySettings } from './read-settings.js';
import type { EntrySettings } from './settings.js';
import { entryVariables } from './variables.js';

const folder = mkdtempSync(join(tmpdir(), 'ilium-entry-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

type Variables = Record<string, string>;

function read(given: Variables, base = 'https://fhir.example/r4'): EntrySettings {
  return readEntrySettings({ ...readConfig(entryVariables, given), FHIR_BASE_URL: base });
}

function faultsOf(given: Variables, base?: string): string {
  try {
    read(given, base);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

const basic = { FHIR_AUTH: 'basic', FHIR_USER: 'ilium', FHIR_PASSWORD: 'canary' };
const oauth = { FHIR_AUTH: 'client-credentials', FHIR_CLIENT_ID: 'ilium', FHIR_CLIENT_SECRET: 'canary' };
const key = file('key.pem', pemOf(newKey('ES384')));
const smart = { FHIR_AUTH: 'smart-backend', FHIR_CLIENT_ID: 'ilium', FHIR_CLIENT_KEY_FILE: key };

describe('the settings of the way in', () => {
  it('are those of an open door where nothing is set', () => {
    expect(read({}, 'http://fhir-server:8080/fhir')).toEqual({
      authorization: { kind: 'none' },
      tls: {},
      headers: {},
      allowPlainHttp: false,
    });
  });

  it('are read for each kind', () => {
    expect(read(basic).authorization).toEqual({ kind: 'basic', user: 'ilium', password: 'canary' });
    expect(read({ FHIR_AUTH: 'bearer', FHIR_TOKEN: 'canary' }).authorization).toEqual({
      kind: 'bearer',
      token: 'canary',
    });
    expect(read(oauth).authorization).toEqual({
      kind: 'client-credentials',
      clientId: 'ilium',
      secret: 'canary',
      method: 'basic',
    });
    const more = {
      FHIR_CLIENT_SECRET_METHOD: 'post',
      FHIR_SCOPE: 'a b',
      FHIR_TOKEN_URL: 'https://login.example/token',
    };
    expect(read({ ...oauth, ...more }).authorization).toMatchObject({
      method: 'post',
      scope: 'a b',
      tokenUrl: 'https://login.example/token',
    });
    expect(read(smart).authorization).toMatchObject({
      kind: 'smart-backend',
      clientId: 'ilium',
      scope: 'system/*.cruds',
      key: { algorithm: 'ES384' },
    });
  });

  it('secrets may stand in files, with the line break that editors leave there', () => {
    const { FHIR_PASSWORD: _left, ...rest } = basic;
    const { authorization } = read({ ...rest, FHIR_PASSWORD_FILE: file('password', 'from a file\n') });
    expect(authorization).toMatchObject({ password: 'from a file' });
    expect(faultsOf({ ...basic, FHIR_PASSWORD_FILE: key })).toContain(
      'FHIR_PASSWORD and FHIR_PASSWORD_FILE are both set',
    );
    expect(faultsOf({ ...rest, FHIR_PASSWORD_FILE: file('empty', '\n') })).toContain('is empty or holds line breaks');
    const missing = faultsOf({ ...rest, FHIR_PASSWORD_FILE: '/nowhere/password' });
    expect(missing).toContain("FHIR_PASSWORD_FILE names a file that can't be read (ENOENT)");
    expect(missing).not.toContain('is not set');
  });

  it.each<[string, Variables, string]>([
    ['a user', { FHIR_AUTH: 'basic', FHIR_PASSWORD: 'canary' }, 'FHIR_USER is not set, and FHIR_AUTH=basic needs it'],
    ['a token', { FHIR_AUTH: 'bearer' }, 'FHIR_TOKEN is not set'],
    ['a secret', { FHIR_AUTH: 'client-credentials', FHIR_CLIENT_ID: 'c' }, 'or FHIR_CLIENT_SECRET_FILE to its file'],
    ['a key', { FHIR_AUTH: 'smart-backend', FHIR_CLIENT_ID: 'c' }, 'FHIR_CLIENT_KEY_FILE is not set'],
    ['the kind that it is for', { FHIR_USER: 'u' }, 'FHIR_USER is set, and FHIR_AUTH=none does not use it'],
    [
      'another kind',
      { ...smart, FHIR_TOKEN: 'canary' },
      'FHIR_TOKEN is set, and FHIR_AUTH=smart-backend does not use it',
    ],
    ['one Authorization', { ...basic, FHIR_HEADERS: '{"Authorization":"canary"}' }, 'Leave one of them out'],
    ['a token on one line', { FHIR_AUTH: 'bearer', FHIR_TOKEN: 'canary one\ntwo' }, 'holds line breaks'],
    ['a token for a header', { FHIR_AUTH: 'bearer', FHIR_TOKEN: 'canary two' }, "holds what can't stand in a header"],
    ['headers in JSON', { FHIR_HEADERS: 'canary' }, 'FHIR_HEADERS has an unusable value'],
    ['headers of ours only', { FHIR_HEADERS: '{"Host":"canary"}' }, 'FHIR_HEADERS has an unusable value'],
    ['headers without breaks', { FHIR_HEADERS: '{"X":"canary\\r\\nY: 1"}' }, 'FHIR_HEADERS has an unusable value'],
    ['a known kind', { FHIR_AUTH: 'canary' }, 'FHIR_AUTH has an unusable value'],
    ['the algorithm of the key', { ...smart, FHIR_CLIENT_KEY_ALGORITHM: 'RS384' }, 'is for ES384'],
    ['a key in the file', { ...smart, FHIR_CLIENT_KEY_FILE: file('no.pem', 'canary') }, 'no unencrypted private key'],
    ['a file that is there', { ...smart, FHIR_CLIENT_KEY_FILE: '/nowhere' }, "can't be read (ENOENT)"],
    ['a key with its certificate', { FHIR_TLS_KEY_FILE: key }, 'FHIR_TLS_CERTIFICATE_FILE is not set'],
    ['a certificate', { FHIR_TLS_CERTIFICATE_FILE: key, FHIR_TLS_KEY_FILE: key }, 'are no certificate and its own key'],
    ['authorities', { FHIR_TLS_CA_FILE: key }, 'is no list of certificates in PEM'],
  ])('want %s, and the fault says which variable and what to do, and no value', (_what, given, fault) => {
    const message = faultsOf(given);
    expect(message).toContain(fault);
    expect(message).not.toContain('canary');
  });

  it('without TLS credentials go to this machine only, unless somebody says otherwise', () => {
    const base = 'http://fhir.example/r4';
    expect(faultsOf(basic, base)).toContain('FHIR_BASE_URL is not https, and FHIR_AUTH=basic sends credentials there');
    expect(faultsOf({ FHIR_HEADERS: '{"X-Key":"canary"}' }, base)).toContain(
      'and FHIR_HEADERS sends credentials there',
    );
    expect(faultsOf({ ...oauth, FHIR_TOKEN_URL: 'http://login.example/token' })).toContain(
      'FHIR_TOKEN_URL is not https',
    );
    expect(faultsOf({ FHIR_TLS_CA_FILE: key }, base)).toContain('FHIR_BASE_URL is not https, so nothing of FHIR_TLS_*');
    expect(faultsOf(basic, 'http://localhost.example/r4')).toContain('FHIR_ALLOW_PLAIN_HTTP=true');
    for (const local of ['http://127.0.0.1:8080/fhir', 'http://localhost/fhir', 'http://[::1]/fhir'])
      expect(read(basic, local).authorization.kind).toBe('basic');
    expect(read({ ...basic, FHIR_ALLOW_PLAIN_HTTP: 'true' }, base).authorization.kind).toBe('basic');
  });

  it('everything that is wrong is said at once', () => {
    expect(faultsOf({ FHIR_AUTH: 'basic', FHIR_TLS_KEY_FILE: '/nowhere' }).split('\n')).toHaveLength(5);
  });
});
