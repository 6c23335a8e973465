import type { JournaledMessage } from './received-message.js';

/** What is written of a message before its bytes. */
type Head = Omit<JournaledMessage, 'body'> & { readonly bytes: number };

const lengthBytes = 4;

/** Messages of one commit in one value: how long their heads are, the heads as JSON, and the bodies one after another. */
export function pack(messages: readonly JournaledMessage[]): Buffer {
  const heads = messages.map(({ body, ...head }): Head => ({ ...head, bytes: body.length }));
  const text = Buffer.from(JSON.stringify(heads));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, ...messages.map(({ body }) => body)]);
}

export function unpack(packed: Buffer): readonly JournaledMessage[] {
  let end = lengthBytes + packed.readUInt32BE();
  const heads: Head[] = JSON.parse(packed.toString('utf8', lengthBytes, end));
  return heads.map(({ bytes, ...head }) => ({ ...head, body: packed.subarray(end, (end += bytes)) }));
}
