import { acknowledges } from '@ilium/mllp';
import { Hl7Message } from '@medplum/core';

/** A client for HL7 v2 that others wrote. */
export interface ForeignSender {
  /** The code of the acknowledgement. */
  send(message: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Its messages are those of its own version of `@medplum/core`, which reads alike and can't be imported from here. */
interface MedplumClient {
  connect(): Promise<unknown>;
  sendAndWait(
    message: Pick<Hl7Message, 'toString'>,
    options: { returnAck: 'first' },
  ): Promise<Pick<Hl7Message, 'toString'>>;
  close(): Promise<void>;
}

export async function openForeignSender(port: number): Promise<ForeignSender> {
  const { Hl7Client } = await import('@medplum/hl7');
  const client: MedplumClient = new Hl7Client({ host: '127.0.0.1', port, keepAlive: true });
  await client.connect();
  return {
    send: async (message) => {
      const answer = await client.sendAndWait(Hl7Message.parse(message), { returnAck: 'first' });
      return acknowledges(Buffer.from(answer.toString()))?.code;
    },
    close: () => client.close(),
  };
}
