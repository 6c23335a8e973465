import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One sender of HL7 v2 as hospitals have them: it keeps a message until it is acknowledged, and sends it again after a lost connection. */
export class MllpSender {
  /** Control ids that were acknowledged with AA or CA. */
  readonly acknowledged = new Set<string>();
  /** Answers that were neither. */
  readonly refused: string[] = [];
  #socket: Socket | undefined;
  #isStopped = false;

  constructor(
    private readonly port: number,
    private readonly messages: ReadonlyMap<string, string>,
    private readonly window = 8,
  ) {}

  /** Returns when every message is acknowledged, however often the connection is lost. */
  async sendAll(): Promise<void> {
    while (!this.#isStopped && this.acknowledged.size < this.messages.size) {
      try {
        await this.#sendOpen();
      } catch {
        // Nobody listens, or the connection was lost: what is open is sent again.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    this.#socket?.destroy();
  }

  stop(): void {
    this.#isStopped = true;
    this.#socket?.destroy();
  }

  async #sendOpen(): Promise<void> {
    const socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    this.#socket = socket;
    await once(socket, 'connect');
    const open = [...this.messages].filter(([id]) => !this.acknowledged.has(id));
    let sent = 0;
    let answered = 0;
    const more = (): void => {
      while (sent < open.length && sent - answered < this.window) {
        socket.write(`\u000b${open[sent]?.[1] ?? ''}\u001c\r`);
        sent += 1;
      }
    };
    let held = '';
    socket.on('data', (chunk: Buffer) => {
      held += chunk.toString('latin1');
      const answers = held.split('\u001c\r');
      held = answers.pop() ?? '';
      for (const answer of answers) this.#note(answer);
      answered += answers.length;
      if (answered === open.length) socket.end();
      else more();
    });
    more();
    await once(socket, 'close');
  }

  #note(answer: string): void {
    const [, code = '', id = ''] = /\rMSA\|(\w\w)\|([^|\r]*)/.exec(answer) ?? [];
    if (code === 'AA' || code === 'CA') this.acknowledged.add(id);
    else this.refused.push(code);
  }
}
