import { once } from 'node:events';
import { Hl7Message } from '@medplum/core';
import { Hl7Client, ReturnAckCategory, type Hl7Connection } from '@medplum/hl7';
import { acknowledges, controlIdOf } from '@ilium/mllp';
import { afterEach, describe, expect, it } from '@jest/globals';
import { MllpBed } from '../testing/mllp-bed.js';
import type { Taker } from './taker.js';

/** Its messages are those of its own version of `@medplum/core`, which reads alike and can't be imported from here. */
interface ForeignClient {
  connect(): Promise<Hl7Connection>;
  sendAndWait(
    message: Pick<Hl7Message, 'toString'>,
    options: { returnAck: 'first' },
  ): Promise<Pick<Hl7Message, 'toString'>>;
  close(): Promise<void>;
}

/** Says what a hospital's own client would hear. */
const answers: Taker = (frame) => {
  const bytes = frame.kind === 'whole' ? frame.bytes : frame.firstBytes;
  const header = 'MSH|^~\\&|ILIUM|PAIN|EHR|RIV|20260312||ACK^P03^ACK|A-1|T|2.5.1';
  return Promise.resolve([Buffer.from(`${header}\rMSA|AA|${controlIdOf(bytes) ?? ''}\r`)]);
};

let bed: MllpBed;

afterEach(() => bed.close());

describe('a client that is not ours', () => {
  it('is answered, one message after the other and many at once', async () => {
    bed = await MllpBed.open(answers);
    const client: ForeignClient = new Hl7Client({ host: '127.0.0.1', port: bed.listener.port, keepAlive: true });
    const connection = await client.connect();
    const send = async (id: string): Promise<string | undefined> => {
      const message = Hl7Message.parse(`MSH|^~\\&|EHR|RIV|ILIUM|PAIN|20260312||DFT^P03|${id}|T|2.5.1\rPID|1||4711`);
      const answer = await client.sendAndWait(message, { returnAck: ReturnAckCategory.FIRST });
      return acknowledges(Buffer.from(answer.toString()))?.controlId;
    };
    expect(await send('ID-1')).toBe('ID-1');
    expect(await send('ID-2')).toBe('ID-2');
    const ids = Array.from({ length: 200 }, (_, index) => `MANY-${index}`);
    expect(await Promise.all(ids.map(send))).toEqual(ids);
    const closed = once(connection.socket, 'close');
    await client.close();
    await closed;
    await bed.hasClosed('peer');
    expect(await bed.metric('ilium_mllp_frames_total', { kind: 'whole', outcome: 'answered' })).toBe(202);
  });
});
