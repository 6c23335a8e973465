import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** A way to a server that can be cut, and that can lose an answer. */
export class Severable {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #server: Server | undefined;
  #isCut = false;
  #losing: string | undefined;
  /** How often an answer was lost. */
  lost = 0;

  private constructor(readonly target: URL) {}

  static async to(url: string): Promise<Severable> {
    const severable = new Severable(new URL(url));
    const server = createServer((client) => severable.#accept(client));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    severable.#server = server;
    return severable;
  }

  get url(): string {
    const address = this.#server?.address();
    if (typeof address !== 'object' || address === null) throw new Error('the way is closed');
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String(address.port);
    return url.href;
  }

  /** Ends every connection, and each new one at once. */
  cut(): void {
    this.#isCut = true;
    for (const sockets of this.#pairs) for (const socket of sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  /** The next request with this text reaches the server; its answer, and the connection, are lost. */
  loseAnswerTo(text: string): void {
    this.#losing = text;
  }

  close(): void {
    this.cut();
    this.#server?.close();
  }

  #accept(client: Socket): void {
    if (this.#isCut) {
      client.destroy();
      return;
    }
    const server = connect(Number(this.target.port), this.target.hostname);
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    let losing = false;
    client.on('data', (data) => {
      if (this.#losing !== undefined && data.includes(this.#losing)) {
        losing = true;
        this.#losing = undefined;
      }
      server.write(data);
    });
    server.on('data', (data) => {
      if (!losing) client.write(data);
      else {
        this.lost += 1;
        client.destroy();
      }
    });
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#pairs.delete(pair);
        for (const one of pair) one.destroy();
      });
    }
  }
}
