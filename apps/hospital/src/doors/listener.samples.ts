import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { controlIdOf, frame, Framer } from '@ilium/mllp';

/** A listener that keeps what it takes, by connection, and answers each message as it is told. */
export class Listener {
  readonly taken: string[][] = [];
  /** What is answered to a message; undefined: the connection ends instead. */
  answer: (controlId: string) => string | undefined = () => 'AA';
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the listener has no port');
    return address.port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get texts(): readonly string[] {
    return this.taken.flat();
  }

  #serve(socket: Socket): void {
    const framer = new Framer({ frameBytes: 100_000 });
    const taken: string[] = [];
    this.taken.push(taken);
    this.#sockets.add(socket);
    socket.on('data', (chunk) => {
      framer.push(chunk);
      for (let found = framer.next(); found !== undefined; found = framer.next()) {
        if (found.kind === 'whole') this.#take(found.bytes, taken, socket);
      }
    });
  }

  #take(bytes: Buffer, taken: string[], socket: Socket): void {
    if (socket.destroyed) return;
    const controlId = controlIdOf(bytes) ?? '';
    const code = this.answer(controlId);
    if (code === undefined) {
      socket.destroy();
      return;
    }
    if (code === 'AA') taken.push(bytes.toString());
    socket.write(frame(Buffer.from(`MSH|^~\\&|ILIUM\rMSA|${code}|${controlId}\r`)));
  }
}
