import { createPrivateKey, createPublicKey, type KeyObject, type webcrypto } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, type JSONWebKeySet, type JWK } from 'jose';
import { z } from 'zod';

export const keyAlgorithms = ['RS384', 'ES384'] as const;
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

/** One private key of the file. */
interface FileKey {
  readonly key: KeyObject;
  readonly kid?: string | undefined;
}

const jwk = z.looseObject({ kty: z.string(), kid: z.string().optional() });
const jwkFile = z.union([
  z.looseObject({ keys: z.array(jwk).min(1) }).transform(({ keys }) => keys),
  jwk.transform((one) => [one]),
]);

/** Shortest RSA key that the standard lets sign (RFC 7518, section 3.3). */
const shortestModulus = 2_048;

const forWebCrypto = {
  RS384: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
} as const;

/** The key by which the authorisation server knows us, and those of the same file that it may know us by later. */
export class ClientKey {
  private constructor(
    readonly algorithm: KeyAlgorithm,
    private readonly signing: FileKey,
    private readonly all: readonly FileKey[],
  ) {}

  /**
   * Reads PEM, a JWK, or a JWK Set: there the key with that `kid` signs, else the first.
   * @throws Error whose message says what is wrong with the file, and nothing of what is in it.
   */
  static read(text: string, kid?: string): ClientKey {
    const keys = keysIn(text);
    const named = keys.length === 1 ? keys[0] : keys.find((one) => kid === undefined || one.kid === kid);
    if (named === undefined) throw new Error('none of its keys has the kid of FHIR_CLIENT_KEY_ID');
    const signing = kid === undefined ? named : { ...named, kid };
    const all = keys.map((one) => (one === named ? signing : one));
    for (const { key } of all) algorithmOf(key);
    return new ClientKey(algorithmOf(signing.key), signing, all);
  }

  forSigning(): webcrypto.CryptoKey {
    return this.signing.key.toCryptoKey(forWebCrypto[this.algorithm], false, ['sign']);
  }

  async id(): Promise<string> {
    return kidOf(this.signing, await publicJwk(this.signing));
  }

  /** What the authorisation server may know: the public part of each key. */
  async publicKeys(): Promise<JSONWebKeySet> {
    return { keys: await Promise.all(this.all.map(published)) };
  }
}

async function published(one: FileKey): Promise<JWK> {
  const key = await publicJwk(one);
  return { ...key, kid: await kidOf(one, key), alg: algorithmOf(one.key), use: 'sig', key_ops: ['verify'] };
}

function publicJwk({ key }: FileKey): Promise<JWK> {
  return exportJWK(createPublicKey(key));
}

/** A key without a name is called by its thumbprint (RFC 7638). */
async function kidOf({ kid }: FileKey, key: JWK): Promise<string> {
  return kid ?? calculateJwkThumbprint(key);
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): KeyAlgorithm {
  if (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= shortestModulus) return 'RS384';
  if (asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'secp384r1') return 'ES384';
  throw new Error('it holds a key that is neither RSA of 2048 bits or more (RS384) nor on the curve P-384 (ES384)');
}

function keysIn(text: string): readonly FileKey[] {
  try {
    if (!text.trimStart().startsWith('{')) return [{ key: createPrivateKey(text) }];
    return jwkFile
      .parse(JSON.parse(text))
      .map((one) => ({ kid: one.kid, key: createPrivateKey({ key: one, format: 'jwk' }) }));
  } catch {
    // What Node and zod say may hold parts of the key.
    throw new Error('it holds no unencrypted private key in PEM, as a JWK or as a JWK Set');
  }
}
