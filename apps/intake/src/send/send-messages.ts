import { createReadStream } from 'node:fs';
import { acknowledges, MllpClient } from '@ilium/mllp';
import { messagesOfStream } from '../hl7/batch.js';

export interface Sending {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  readonly files: readonly string[];
  readonly input: AsyncIterable<Uint8Array>;
  readonly print: (line: string) => void;
}

/** Largest message that is sent, in bytes. */
const mostBytes = 64 * 1024 * 1024;

/** Sends one message after the other and prints each answer; true when all were accepted. */
export async function sendMessages({ host, port, isTls, files, input, print }: Sending): Promise<boolean> {
  const client = await MllpClient.connect({ host, port, ...(isTls ? { tls: {} } : {}), settledBy: 'first' });
  let isAccepted = true;
  try {
    for (const file of files) {
      const stream: AsyncIterable<Uint8Array> = file === '-' ? input : createReadStream(file);
      for await (const item of messagesOfStream(stream, mostBytes)) {
        if (item.kind !== 'whole') {
          print(`${file}:${item.line} is no HL7 v2 message: it is not sent.`);
          isAccepted = false;
          continue;
        }
        const answer = await client.send(withCarriageReturns(item.bytes));
        print(answer.toString('latin1').replaceAll('\r', '\n'));
        isAccepted &&= ['AA', 'CA'].includes(acknowledges(answer)?.code ?? '');
      }
    }
  } finally {
    await client.close();
  }
  return isAccepted;
}

/** Files that people edit end their lines with a line feed; on the wire segments end with CR. */
function withCarriageReturns(message: Buffer): Buffer {
  return Buffer.from(message.toString('latin1').replaceAll(/\r?\n/g, '\r'), 'latin1');
}
