import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { controlIdOf } from './acknowledgement.js';
import { MllpClient, type MllpClientOptions } from './client.js';
import { frame } from './frame.js';
import { Framer } from './framer.js';

const opened: { close(): unknown }[] = [];

afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

/** A listener that does what the test tells it. */
class ScriptedListener {
  readonly received: string[] = [];
  readonly #server: Server;
  readonly #sockets: Socket[] = [];
  #waiting: (() => void)[] = [];

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      const framer = new Framer({ frameBytes: 10_000 });
      this.#sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        framer.push(chunk);
        for (let finding = framer.next(); finding?.kind === 'whole'; finding = framer.next()) {
          this.received.push(controlIdOf(finding.bytes) ?? '');
        }
        for (const wake of this.#waiting.splice(0)) wake();
      });
    });
  }

  static async open(): Promise<ScriptedListener> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const listener = new ScriptedListener(server);
    opened.push(listener);
    return listener;
  }

  get port(): number {
    return addressOf(this.#server).port;
  }

  /** Waits until so many messages have arrived. */
  async has(count: number): Promise<readonly string[]> {
    while (this.received.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.received;
  }

  answer(...answers: readonly (readonly [code: string, controlId: string])[]): void {
    this.write(frame(...answers.map(([code, controlId]) => acknowledgement(code, controlId))));
  }

  write(bytes: Buffer): void {
    this.#sockets.at(-1)?.write(bytes);
  }

  hangUp(): void {
    this.#sockets.at(-1)?.destroy();
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('not listening');
  return address;
}

function message(controlId: string): Buffer {
  return Buffer.from(`MSH|^~\\&|EHR|RIV|ILIUM|PAIN|20260312||DFT^P03|${controlId}|T|2.5.1\rPID|1\r`);
}

function acknowledgement(code: string, controlId: string): Buffer {
  return Buffer.from(`MSH|^~\\&|ILIUM|PAIN|EHR|RIV|20260312||ACK|A-1|T|2.5.1\rMSA|${code}|${controlId}\r`);
}

async function connected(options: Omit<MllpClientOptions, 'port'> = {}) {
  const listener = await ScriptedListener.open();
  const client = await MllpClient.connect({ ...options, port: listener.port });
  opened.push({ close: () => client.destroy() });
  return { listener, client };
}

describe('a client', () => {
  it('gets the acknowledgement of its message', async () => {
    const { listener, client } = await connected();
    const sent = client.send(message('ID-1'));
    await listener.has(1);
    listener.answer(['AA', 'ID-1']);
    expect(await sent).toEqual(acknowledgement('AA', 'ID-1'));
  });

  it('sends the next message when the last is answered', async () => {
    const { listener, client } = await connected();
    const sent = ['ID-1', 'ID-2'].map((id) => client.send(message(id)));
    expect(await listener.has(1)).toEqual(['ID-1']);
    listener.answer(['AA', 'ID-1']);
    await sent[0];
    expect(await listener.has(2)).toEqual(['ID-1', 'ID-2']);
    listener.answer(['AE', 'ID-2']);
    expect(await sent[1]).toEqual(acknowledgement('AE', 'ID-2'));
  });

  it('has as many messages under way as its window says, and no more', async () => {
    const { listener, client } = await connected({ window: 3 });
    const ids = ['ID-1', 'ID-2', 'ID-3', 'ID-4', 'ID-5'];
    const sent = ids.map((id) => client.send(message(id)));
    expect(await listener.has(3)).toEqual(ids.slice(0, 3));
    listener.answer(['AA', 'ID-1']);
    await sent[0];
    expect(await listener.has(4)).toEqual(ids.slice(0, 4));
    listener.answer(['AA', 'ID-2'], ['AA', 'ID-3'], ['AA', 'ID-4']);
    expect(await listener.has(5)).toEqual(ids);
    listener.answer(['AA', 'ID-5']);
    await expect(Promise.all(sent)).resolves.toHaveLength(5);
  });

  it('matches by control id, whatever the order of the answers', async () => {
    const { listener, client } = await connected({ window: 2 });
    const sent = ['ID-1', 'ID-2'].map((id) => client.send(message(id)));
    await listener.has(2);
    listener.answer(['AE', 'ID-2'], ['AA', 'ID-1']);
    expect(await Promise.all(sent)).toEqual([acknowledgement('AA', 'ID-1'), acknowledgement('AE', 'ID-2')]);
  });

  it('never takes the acknowledgement of another message for its own', async () => {
    const { listener, client } = await connected();
    const sent = client.send(message('ID-1'));
    await listener.has(1);
    listener.answer(['AA', 'ID-0'], ['AR', 'ID-1']);
    expect(await sent).toEqual(acknowledgement('AR', 'ID-1'));
    expect(client.unmatched).toBe(1);
  });

  it('takes an acknowledgement that comes again for nothing, while the next message waits for its own', async () => {
    const { listener, client } = await connected();
    const sent = ['ID-1', 'ID-2'].map((id) => client.send(message(id)));
    await listener.has(1);
    listener.answer(['AA', 'ID-1'], ['AA', 'ID-1']);
    await listener.has(2);
    listener.answer(['AR', 'ID-1'], ['AE', 'ID-2']);
    expect(await Promise.all(sent)).toEqual([acknowledgement('AA', 'ID-1'), acknowledgement('AE', 'ID-2')]);
    expect(client.unmatched).toBe(2);
  });

  it('in enhanced mode waits for what settles: any answer, or that of the application', async () => {
    const first = await connected();
    const storing = first.client.send(message('ID-1'));
    await first.listener.has(1);
    first.listener.answer(['CA', 'ID-1'], ['AA', 'ID-1']);
    expect(await storing).toEqual(acknowledgement('CA', 'ID-1'));

    const second = await connected({ settledBy: 'application', window: 2 });
    const applying = ['ID-1', 'ID-2'].map((id) => second.client.send(message(id)));
    await second.listener.has(2);
    second.listener.answer(['CA', 'ID-1'], ['CE', 'ID-2'], ['AE', 'ID-1']);
    expect(await Promise.all(applying)).toEqual([acknowledgement('AE', 'ID-1'), acknowledgement('CE', 'ID-2')]);
  });

  it('drops the connection at a time-out, and rejects all that wait', async () => {
    const { listener, client } = await connected({ answerMs: 50, window: 1 });
    const sent = await Promise.allSettled(['ID-1', 'ID-2'].map((id) => client.send(message(id))));
    expect(sent).toMatchObject([
      { status: 'rejected', reason: { code: 'MLLP_TIME_OUT' } },
      { status: 'rejected', reason: { code: 'MLLP_TIME_OUT' } },
    ]);
    // A late acknowledgement meets nobody.
    listener.answer(['AA', 'ID-1']);
    await client.closed;
    await expect(client.send(message('ID-3'))).rejects.toMatchObject({ code: 'MLLP_TIME_OUT' });
    expect(client.isOpen).toBe(false);
  });

  it('rejects what waits when the other side hangs up', async () => {
    const { listener, client } = await connected();
    const sent = client.send(message('ID-1'));
    await listener.has(1);
    listener.hangUp();
    await expect(sent).rejects.toMatchObject({ code: 'MLLP_CLOSED' });
  });

  it.each([
    ['no acknowledgement', frame(Buffer.from('MSH|^~\\&|A\rPID|1'))],
    ['a frame that another one begins in', Buffer.from('\x0bMSH|\x0b')],
  ])('drops the connection when what comes back is %s', async (_, bytes) => {
    const { listener, client } = await connected();
    const sent = client.send(message('ID-1'));
    await listener.has(1);
    listener.write(bytes);
    await expect(sent).rejects.toMatchObject({ code: 'MLLP_UNREADABLE_ANSWER' });
  });

  it('refuses a message that nothing could acknowledge, or that would not arrive as it is', async () => {
    const { client } = await connected({ window: 2 });
    await expect(client.send(message(''))).rejects.toMatchObject({ code: 'MLLP_NO_CONTROL_ID' });
    const broken = Buffer.concat([message('ID-1'), Buffer.from('\x1c')]);
    await expect(client.send(broken)).rejects.toMatchObject({ code: 'MLLP_NOT_TRANSPORTABLE' });
    const waiting = client.send(message('ID-1'));
    await expect(client.send(message('ID-1'))).rejects.toMatchObject({ code: 'MLLP_CONTROL_ID_WAITS' });
    client.destroy();
    await expect(waiting).rejects.toMatchObject({ code: 'MLLP_CLOSED' });
  });

  it('closes when what it sent is answered', async () => {
    const { listener, client } = await connected({ window: 2 });
    const sent = ['ID-1', 'ID-2'].map((id) => client.send(message(id)));
    const closing = client.close();
    await listener.has(2);
    listener.answer(['AA', 'ID-2'], ['AA', 'ID-1']);
    await expect(Promise.all(sent)).resolves.toHaveLength(2);
    await closing;
    expect(client.isOpen).toBe(false);
  });

  it('says where nobody listens', async () => {
    const listener = await ScriptedListener.open();
    const { port } = listener;
    listener.close();
    await expect(MllpClient.connect({ port })).rejects.toMatchObject({
      code: 'MLLP_NOT_CONNECTED',
      message: expect.stringContaining(`127.0.0.1:${port}`),
    });
  });

  it('says nothing of the message in its errors', async () => {
    const { client } = await connected({ answerMs: 20 });
    const error: unknown = await client.send(message('SECRET-1')).catch((error: unknown) => error);
    expect(String(error)).not.toContain('SECRET');
    expect(String(error)).toContain('send them again');
  });
});
