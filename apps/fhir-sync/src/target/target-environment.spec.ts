import { describe, expect, it } from '@jest/globals';
import { environmentOfTarget, prefixOf } from './target-environment.js';

describe('the environment of a target', () => {
  it('holds its own variables under the names that everything reads, else the shared ones', () => {
    const env = { FHIR_TIMEOUT_MS: '500', FHIR_EHR_TIMEOUT_MS: '900', FHIR_CONCURRENCY: '4', PATH: '/bin' };
    expect(environmentOfTarget(env, 'ehr')).toMatchObject({ FHIR_TIMEOUT_MS: '900', FHIR_CONCURRENCY: '4' });
    expect(environmentOfTarget(env, 'registry')).toMatchObject({ FHIR_TIMEOUT_MS: '500', PATH: '/bin' });
  });

  it('writes a name with a hyphen with an underscore', () => {
    expect(prefixOf('heart-registry')).toBe('FHIR_HEART_REGISTRY_');
    expect(environmentOfTarget({ FHIR_HEART_REGISTRY_TOKEN: 't' }, 'heart-registry')).toMatchObject({
      FHIR_TOKEN: 't',
    });
  });

  it('tells a target nothing of the credentials of others when it has a way in of its own', () => {
    const env = {
      FHIR_AUTH: 'basic',
      FHIR_USER: 'shared',
      FHIR_PASSWORD_FILE: '/run/password',
      FHIR_TLS_CA_FILE: '/run/ca.pem',
      FHIR_EHR_AUTH: 'bearer',
      FHIR_EHR_TOKEN: 'of the ehr',
    };
    const { FHIR_AUTH, FHIR_USER, FHIR_PASSWORD_FILE, FHIR_TOKEN, FHIR_TLS_CA_FILE } = environmentOfTarget(env, 'ehr');
    expect({ FHIR_AUTH, FHIR_TOKEN, FHIR_TLS_CA_FILE }).toEqual({
      FHIR_AUTH: 'bearer',
      FHIR_TOKEN: 'of the ehr',
      FHIR_TLS_CA_FILE: '/run/ca.pem',
    });
    expect([FHIR_USER, FHIR_PASSWORD_FILE]).toEqual([undefined, undefined]);
  });

  it.each([
    ['a secret', { FHIR_TOKEN_FILE: '/run/shared', FHIR_EHR_TOKEN: 'own' }, { FHIR_TOKEN: 'own' }],
    ['the file of a secret', { FHIR_TOKEN: 'shared', FHIR_EHR_TOKEN_FILE: '/own' }, { FHIR_TOKEN_FILE: '/own' }],
  ])('lets %s of its own stand for both forms of the shared one', (_what, env, expected) => {
    const { FHIR_TOKEN, FHIR_TOKEN_FILE } = environmentOfTarget(env, 'ehr');
    expect({ FHIR_TOKEN, FHIR_TOKEN_FILE }).toEqual({ FHIR_TOKEN: undefined, FHIR_TOKEN_FILE: undefined, ...expected });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(environmentOfTarget({ FHIR_TOKEN: 'shared', FHIR_EHR_TOKEN: '' }, 'ehr')).toMatchObject({
      FHIR_TOKEN: 'shared',
    });
  });
});
