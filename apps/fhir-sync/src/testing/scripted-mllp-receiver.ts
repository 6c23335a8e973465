import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { acknowledges, controlIdOf, frame, Framer } from '@ilium/mllp';

/** What a receiver does with one message: its answers, in their order, as MSA-1 with the control id that they name. */
export interface Deed {
  /** Left out: MSA-1 is AA. An answer that names no message names the one that it answers. */
  readonly answers?: readonly { readonly code: string; readonly of?: string; readonly text?: string }[];
  /** The connection is cut: before the message counts as taken, or after. */
  readonly cut?: 'before' | 'after';
  /** It is taken, and nothing is said. */
  readonly isSilent?: boolean;
  readonly delayMs?: number;
  /** The answers go out in pieces, over this time. */
  readonly dripMs?: number;
  /** What is written instead of answers: bytes in no frame, a frame that is no acknowledgement, or the first half of the answer. */
  readonly instead?: 'noise' | 'garbage' | 'half';
  /** It is answered behind the next message of its connection. */
  readonly isHeld?: boolean;
}

/** A receiver on loopback that takes each message once by its control id, and does what the script says to each arrival. */
export class ScriptedMllpReceiver {
  /** Each arrival, repeated ones too. */
  readonly arrived: string[] = [];
  /** What it holds, in the order of first arrival, by control id. */
  readonly taken = new Map<string, string>();
  /** For the next arrivals, one each; then AA. */
  readonly script: Deed[] = [];
  /** What it always does to some messages, whatever the script says. */
  always: (message: string) => Deed | undefined = () => undefined;
  connections = 0;
  readonly #sockets = new Set<Socket>();
  readonly #held = new WeakMap<Socket, Buffer>();
  #server: Server | undefined;
  #port = 0;

  async start(): Promise<void> {
    const server = createServer((socket) => this.#serve(socket));
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('not listening');
    this.#port = address.port;
    this.#server = server;
  }

  get port(): number {
    return this.#port;
  }

  /** As if it were killed: connections are cut, and nobody listens. It keeps what it took. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (server === undefined) return;
    server.close();
    await once(server, 'close');
  }

  #serve(socket: Socket): void {
    this.connections += 1;
    this.#sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
    const framer = new Framer({ frameBytes: 1_000_000 });
    socket.on('data', (chunk) => {
      framer.push(chunk);
      for (let finding = framer.next(); finding !== undefined; finding = framer.next()) {
        if (finding.kind !== 'whole') throw new Error(`the sender wrote a frame that is ${finding.kind}`);
        void this.#take(socket, finding.bytes);
      }
    });
  }

  async #take(socket: Socket, bytes: Buffer): Promise<void> {
    const controlId = controlIdOf(bytes) ?? '';
    const deed = this.always(bytes.toString()) ?? this.script.shift() ?? {};
    this.arrived.push(controlId);
    if (deed.cut === 'before') return void socket.destroy();
    const answers = deed.answers ?? [{ code: 'AA' }];
    const isTaken = answers.some(({ code, of = controlId }) => of === controlId && /^[AC]A$/.test(code));
    if ((isTaken || deed.isSilent) && !this.taken.has(controlId)) this.taken.set(controlId, bytes.toString());
    if (deed.cut === 'after') return void socket.destroy();
    if (deed.isSilent) return;
    if (deed.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, deed.delayMs));
    const written = answers.map(({ code, of = controlId, text = '' }) => frame(acknowledgement(code, of, text)));
    await this.#answer(socket, Buffer.concat(written), deed);
  }

  async #answer(socket: Socket, answer: Buffer, { isHeld = false, instead, dripMs }: Deed): Promise<void> {
    if (isHeld && !this.#held.has(socket)) return void this.#held.set(socket, answer);
    const told = instead === undefined ? answer : insteadOf[instead](answer);
    if (dripMs === undefined) socket.write(told);
    else await drip(socket, told, dripMs);
    const held = this.#held.get(socket);
    this.#held.delete(socket);
    if (held !== undefined) socket.write(held);
  }
}

const insteadOf: Readonly<Record<NonNullable<Deed['instead']>, (answer: Buffer) => Buffer>> = {
  noise: () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
  garbage: () => frame(Buffer.from([0xff, 0x00, 0x7f, 0x41, 0x0d])),
  half: (answer) => answer.subarray(0, answer.length / 2),
};

const pieces = 10;

async function drip(socket: Socket, answer: Buffer, overMs: number): Promise<void> {
  const length = Math.ceil(answer.length / pieces);
  for (let at = 0; at < answer.length && socket.writable; at += length) {
    socket.write(answer.subarray(at, at + length));
    await new Promise((resolve) => setTimeout(resolve, overMs / pieces));
  }
}

function acknowledgement(code: string, controlId: string, text: string): Buffer {
  const answer = Buffer.from(`MSH|^~\\&|EHR|||ILIUM|20260312||ACK|A|T|2.5.1\rMSA|${code}|${controlId}|${text}\r`);
  if (acknowledges(answer) === undefined) throw new Error('not an acknowledgement');
  return answer;
}
