import { createServer, type AddressInfo, type Server } from 'node:net';
import { Framer, frame } from '@ilium/mllp';
import { afterEach, describe, expect, it } from '@jest/globals';
import { sendMessages } from './send-messages.js';
import { readSendOptions } from './send-options.js';

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

/** A listener that answers every message with this code, and remembers what came. */
async function listen(code: string): Promise<{ readonly port: number; readonly came: string[] }> {
  const came: string[] = [];
  const listener = createServer((socket) => {
    const framer = new Framer({ frameBytes: 100_000 });
    socket.on('data', (chunk: Buffer) => {
      framer.push(chunk);
      for (let found = framer.next(); found !== undefined; found = framer.next()) {
        if (found.kind !== 'whole') continue;
        const text = found.bytes.toString('latin1');
        came.push(text);
        socket.write(frame(Buffer.from(`MSH|^~\\&\rMSA|${code}|${text.split('|')[9]}\r`)));
      }
    });
  });
  server = listener;
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  return { port, came };
}

const messages = 'MSH|^~\\&|A|||||||C1|T|2.5.1\nPID|1\n\nMSH|^~\\&|A|||||||C2|T|2.5.1\nPID|1\n';

async function send(port: number, text: string) {
  const lines: string[] = [];
  const input = (async function* () {
    yield Buffer.from(text);
  })();
  const print = (line: string) => void lines.push(line);
  const isAccepted = await sendMessages({ host: '127.0.0.1', port, isTls: false, files: ['-'], input, print });
  return { isAccepted, lines };
}

describe('sending messages', () => {
  it('ends segments with CR, and prints what is answered to each', async () => {
    const { port, came } = await listen('AA');
    const { isAccepted, lines } = await send(port, messages);
    expect(came.map((message) => message.split('\r')[1])).toEqual(['PID|1', 'PID|1']);
    expect(lines.map((line) => /MSA\|AA\|C\d/.exec(line)?.[0])).toEqual(['MSA|AA|C1', 'MSA|AA|C2']);
    expect(isAccepted).toBe(true);
  });

  it('says that one was refused', async () => {
    const { port } = await listen('AE');
    expect((await send(port, messages)).isAccepted).toBe(false);
  });

  it('sends nothing of what is no message', async () => {
    const { port, came } = await listen('AA');
    const { isAccepted, lines } = await send(port, 'SYNTHETIC\n');
    expect({ isAccepted, came }).toEqual({ isAccepted: false, came: [] });
    expect(lines.join()).not.toContain('SYNTHETIC');
  });
});

describe('the options', () => {
  it('have the simulated hospital for a listener unless one is named', () => {
    expect(readSendOptions(['a.hl7'])).toMatchObject({ host: '127.0.0.1', port: 4620, files: ['a.hl7'] });
    expect(readSendOptions(['--to', 'localhost:99', 'a.hl7'])).toMatchObject({ host: 'localhost', port: 99 });
  });

  it.each([
    [[], /Name a file/],
    [['--to', 'nowhere', 'a'], /HOST:PORT/],
    [['--from', 'x'], /--help/],
  ])('say what is wrong with %j', (args, words) => {
    expect(() => readSendOptions(args)).toThrow(words);
  });
});
