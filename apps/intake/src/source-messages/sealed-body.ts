import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { ExplainedError } from '@ilium/observability';

/** AES-256-GCM (NIST SP 800-38D): a random IV of 96 bits, a tag of 128 bits, both in front of the sealed bytes. */
const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** Keys by name; the first one seals, all of them open. */
export type BodyKeys = ReadonlyMap<string, KeyObject>;

export interface SealedBody {
  readonly key: string;
  readonly bytes: Buffer;
}

/** Seals the body of a message at rest. The message's id is bound to it: a body can't be put under another message. */
export function sealBody(body: Buffer, messageId: string, keys: BodyKeys): SealedBody {
  const [first] = keys;
  if (first === undefined)
    throw new ExplainedError('There is no key to seal bodies with: set BODY_KEYS.', 'NO_BODY_KEY');
  const [key, secret] = first;
  const iv = nextIv();
  const cipher = createCipheriv(algorithm, secret, iv).setAAD(Buffer.from(messageId));
  const sealed = cipher.update(body);
  // Of this mode it has nothing more to say; the tag is there after it.
  cipher.final();
  return { key, bytes: Buffer.concat([iv, cipher.getAuthTag(), sealed]) };
}

/** Random bytes are asked for in bulk: for a few, the asking is what costs. */
function nextIv(): Buffer {
  if (unused.length < ivBytes) unused = randomBytes(ivBytes * ivsAtOnce);
  const iv = unused.subarray(0, ivBytes);
  unused = unused.subarray(ivBytes);
  return iv;
}

const ivsAtOnce = 256;
let unused = Buffer.alloc(0);

/** Opens it again; throws where its key is missing or a byte was changed. */
export function openBody({ key, bytes }: SealedBody, messageId: string, keys: BodyKeys): Buffer {
  const secret = keys.get(key);
  if (secret === undefined) {
    throw new ExplainedError(
      'The key that this body was sealed with is not in BODY_KEYS: add it again.',
      'NO_BODY_KEY',
    );
  }
  const decipher = createDecipheriv(algorithm, secret, bytes.subarray(0, ivBytes))
    .setAAD(Buffer.from(messageId))
    .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
}
