import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { newKey, pemOf } from '../testing/keys.js';
import { ClientKey, keyAlgorithms } from './client-key.js';

function jwkOf(key: KeyObject, kid?: string): object {
  return { ...key.export({ format: 'jwk' }), ...(kid === undefined ? {} : { kid }) };
}

const rsa = newKey('RS384');
const ec = newKey('ES384');

describe('the key of the client', () => {
  it.each(keyAlgorithms)('is for %s by what it is, and of the same name in PEM and as a JWK', async (algorithm) => {
    const key = newKey(algorithm);
    const inPem = ClientKey.read(pemOf(key));
    const asJwk = ClientKey.read(JSON.stringify(jwkOf(key)));
    expect([inPem.algorithm, asJwk.algorithm]).toEqual([algorithm, algorithm]);
    expect(await inPem.id()).toBe(await asJwk.id());
  });

  it('is read in the older PEM forms too', () => {
    const pkcs1 = rsa.export({ type: 'pkcs1', format: 'pem' }).toString();
    const sec1 = ec.export({ type: 'sec1', format: 'pem' }).toString();
    expect([ClientKey.read(pkcs1).algorithm, ClientKey.read(sec1).algorithm]).toEqual(['RS384', 'ES384']);
  });

  it('is called as the setting says, else as the JWK says', async () => {
    const named = JSON.stringify(jwkOf(rsa, 'of-2026'));
    expect(await ClientKey.read(named).id()).toBe('of-2026');
    expect(await ClientKey.read(named, 'mine').id()).toBe('mine');
    expect(await ClientKey.read(pemOf(rsa), 'mine').id()).toBe('mine');
  });

  it('is the one that the setting names of several, and all of them are published, so that one can follow the other', async () => {
    const set = JSON.stringify({ keys: [jwkOf(rsa, 'old'), jwkOf(ec, 'new')] });
    const key = ClientKey.read(set, 'new');
    expect([await key.id(), key.algorithm]).toEqual(['new', 'ES384']);
    expect(await ClientKey.read(set).id()).toBe('old');
    expect((await key.publicKeys()).keys).toMatchObject([
      { kid: 'old', kty: 'RSA', alg: 'RS384', use: 'sig' },
      { kid: 'new', kty: 'EC', crv: 'P-384', alg: 'ES384', use: 'sig' },
    ]);
    expect(() => ClientKey.read(set, 'other')).toThrow('FHIR_CLIENT_KEY_ID');
  });

  it('is never published with what only we may know', async () => {
    const set = JSON.stringify({ keys: [jwkOf(rsa, 'a'), jwkOf(ec, 'b')] });
    const names = (await ClientKey.read(set).publicKeys()).keys.flatMap((key) => Object.keys(key));
    expect(new Set(names)).toEqual(new Set(['kty', 'n', 'e', 'crv', 'x', 'y', 'kid', 'alg', 'use', 'key_ops']));
  });

  it.each<[string, string]>([
    ['a public key', createPublicKey(rsa).export({ type: 'spki', format: 'pem' }).toString()],
    ['the public part of a JWK', JSON.stringify(createPublicKey(ec).export({ format: 'jwk' }))],
    [
      'an encrypted key',
      rsa.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'p' }).toString(),
    ],
    ['no key', 'canary'],
    ['broken JSON', '{"canary'],
    ['no keys', '{"keys":[]}'],
  ])('is not made of %s, and nothing of the file is said', (_what, text) => {
    expect(() => ClientKey.read(text)).toThrow(
      /^it holds no unencrypted private key in PEM, as a JWK or as a JWK Set$/,
    );
  });

  it.each<[string, KeyObject]>([
    ['a short RSA key', generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey],
    ['a key on another curve', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
    ['an Ed25519 key', generateKeyPairSync('ed25519').privateKey],
  ])('is not %s', (_what, key) => {
    expect(() => ClientKey.read(pemOf(key))).toThrow('neither RSA of 2048 bits or more');
  });
});
