import { once } from 'node:events';
import { connect } from 'node:net';
import { Framer } from '@ilium/mllp';

/** Sends chunks, one write each, ends its side, and gathers what is answered until the listener has ended its own. */
export class HostileConnection {
  readonly #socket;
  readonly #answers: Buffer[] = [];
  readonly #framer = new Framer({ frameBytes: 16 * 1_024 * 1_024 });
  readonly #closed: Promise<void>;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.#closed = new Promise((resolve) => this.#socket.once('close', () => resolve()));
    this.#socket.on('error', () => undefined);
    this.#socket.on('data', (chunk) => {
      this.#framer.push(chunk);
      for (let finding = this.#framer.next(); finding !== undefined; finding = this.#framer.next()) {
        if (finding.kind === 'whole') this.#answers.push(finding.bytes);
      }
    });
  }

  async send(chunks: readonly Buffer[]): Promise<void> {
    for (const chunk of chunks) {
      if (!this.#socket.write(chunk)) await Promise.race([once(this.#socket, 'drain'), this.#closed]);
    }
  }

  /** @throws Error where the listener does not end in time. */
  async end(patienceMs: number): Promise<readonly Buffer[]> {
    this.#socket.end();
    let timer: NodeJS.Timeout | undefined;
    const overdue = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`the listener does not end within ${patienceMs} ms`)), patienceMs);
    });
    try {
      await Promise.race([this.#closed, overdue]);
    } finally {
      clearTimeout(timer);
      this.#socket.destroy();
    }
    return this.#answers;
  }
}
