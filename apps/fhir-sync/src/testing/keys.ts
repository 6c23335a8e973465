import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { ClientKey, type KeyAlgorithm } from '../authorization/client-key.js';

/** A new private key for that algorithm. */
export function newKey(algorithm: KeyAlgorithm): KeyObject {
  return algorithm === 'RS384'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    : generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
}

export function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function newClientKey(algorithm: KeyAlgorithm): ClientKey {
  return ClientKey.read(pemOf(newKey(algorithm)));
}
