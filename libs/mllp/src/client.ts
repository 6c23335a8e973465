import type { Socket } from 'node:net';
import { acknowledges, controlIdOf } from './acknowledgement.js';
import { openSocket, type ConnectOptions } from './connect.js';
import { frame } from './frame.js';
import { Framer, type Finding } from './framer.js';
import { MllpError, type MllpFault } from './mllp-error.js';

export interface MllpClientOptions extends ConnectOptions {
  /** How long a message waits for its acknowledgement, in ms from its sending; 30 000 unless told otherwise. */
  readonly answerMs?: number;
  /** So many messages may wait for their acknowledgements. 1, the usual: the next is sent when the last is answered. */
  readonly window?: number;
  /**
   * Which acknowledgement settles a message. `first`: any. `application`: CA only says that it was stored, and AA, AE or AR
   * is waited for; CE and CR settle, since nothing follows them.
   */
  readonly settledBy?: 'first' | 'application';
}

interface Sending {
  readonly controlId: string;
  readonly framed: Buffer;
  readonly resolve: (answer: Buffer) => void;
  readonly reject: (error: MllpError) => void;
  timer?: NodeJS.Timeout;
}

/** Largest acknowledgement. */
const answerBytes = 1_024 * 1_024;

/** One connection to a listener. It does not connect again: who sends decides what is sent again, and when. */
export class MllpClient {
  readonly #socket: Socket;
  readonly #options: Required<Pick<MllpClientOptions, 'answerMs' | 'window' | 'settledBy'>>;
  readonly #framer = new Framer({ frameBytes: answerBytes });
  /** Sent and not settled, by control id. */
  readonly #sent = new Map<string, Sending>();
  /** Beyond the window, in their order. */
  readonly #queue: Sending[] = [];
  /** Of both. */
  readonly #controlIds = new Set<string>();
  readonly #closed: Promise<void>;
  #fault: MllpError | undefined;
  #isCorked = false;
  #unmatched = 0;
  #whenSettled: (() => void) | undefined;

  private constructor(socket: Socket, options: MllpClientOptions) {
    const { answerMs = 30_000, window = 1, settledBy = 'first' } = options;
    this.#socket = socket;
    this.#options = { answerMs, window, settledBy };
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (cause) => this.#drop('MLLP_CLOSED', 'The connection broke.', cause));
    this.#closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#drop('MLLP_CLOSED', 'The other side closed the connection.');
        resolve();
      });
    });
  }

  /** @throws MllpError `MLLP_NOT_CONNECTED`. */
  static async connect(options: MllpClientOptions): Promise<MllpClient> {
    return new MllpClient(await openSocket(options), options);
  }

  get isOpen(): boolean {
    return this.#fault === undefined;
  }

  /** Settles when the connection is gone, whoever ended it. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  /** Acknowledgements that belong to no message that waits: repeated ones, or an AA behind a CA that settled. */
  get unmatched(): number {
    return this.#unmatched;
  }

  /**
   * Sends one message, without frame; resolves with the acknowledgement whose MSA-2 is the message's MSH-10, also when it
   * refuses the message. After a time-out the connection is dropped and all that wait are rejected: an acknowledgement
   * that comes late meets nobody. A rejected message may or may not have been taken; sending it again, byte for byte,
   * is safe where the receiver knows repeats.
   * @throws MllpError
   */
  async send(message: Buffer): Promise<Buffer> {
    if (this.#fault !== undefined) throw this.#fault;
    const controlId = controlIdOf(message);
    if (controlId === undefined) {
      throw new MllpError(
        'The message does not begin with an MSH that has a control id (MSH-10). Give it one.',
        'MLLP_NO_CONTROL_ID',
      );
    }
    if (this.#controlIds.has(controlId)) {
      throw new MllpError(
        'A message with this control id (MSH-10) still waits for its acknowledgement. Send it again when that one is settled.',
        'MLLP_CONTROL_ID_WAITS',
      );
    }
    const framed = frame(message);
    this.#controlIds.add(controlId);
    return new Promise((resolve, reject) => {
      this.#queue.push({ controlId, framed, resolve, reject });
      this.#sendOn();
    });
  }

  /** Waits for what was sent, then closes; a listener that does not close its side is left after `answerMs`. */
  async close(): Promise<void> {
    if (this.#controlIds.size > 0) await new Promise<void>((resolve) => (this.#whenSettled = resolve));
    const patience = setTimeout(() => this.#socket.destroy(), this.#options.answerMs);
    this.#socket.end();
    await this.#closed;
    clearTimeout(patience);
  }

  /** Closes at once; all that wait are rejected. */
  destroy(): void {
    this.#drop('MLLP_CLOSED', 'This side closed the connection.');
  }

  #sendOn(): void {
    while (this.#sent.size < this.#options.window) {
      const sending = this.#queue.shift();
      if (sending === undefined) return;
      this.#sent.set(sending.controlId, sending);
      sending.timer = setTimeout(
        () => this.#drop('MLLP_TIME_OUT', `No acknowledgement came within ${this.#options.answerMs} ms.`),
        this.#options.answerMs,
      );
      this.#write(sending.framed);
    }
  }

  /** What is sent in one turn of the event loop goes out in one write. */
  #write(bytes: Buffer): void {
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.#socket.cork();
      process.nextTick(() => {
        this.#isCorked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(bytes);
  }

  #read(chunk: Buffer): void {
    if (this.#fault !== undefined) return;
    this.#framer.push(chunk);
    for (let finding = this.#framer.next(); finding !== undefined; finding = this.#framer.next()) this.#take(finding);
  }

  #take(finding: Finding): void {
    const said = finding.kind === 'whole' ? acknowledges(finding.bytes) : undefined;
    if (finding.kind !== 'whole' || said === undefined) {
      this.#drop('MLLP_UNREADABLE_ANSWER', 'What came back is no acknowledgement with MSA-1 and MSA-2.');
      return;
    }
    const sending = this.#sent.get(said.controlId);
    if (sending === undefined) this.#unmatched += 1;
    else if (said.code !== 'CA' || this.#options.settledBy === 'first') this.#settle(sending, finding.bytes);
  }

  #settle(sending: Sending, answer: Buffer): void {
    clearTimeout(sending.timer);
    this.#sent.delete(sending.controlId);
    this.#controlIds.delete(sending.controlId);
    sending.resolve(answer);
    this.#sendOn();
    if (this.#controlIds.size === 0) this.#whenSettled?.();
  }

  #drop(code: MllpFault, what: string, cause?: unknown): void {
    if (this.#fault !== undefined) return;
    this.#fault = new MllpError(
      `${what} Messages without an acknowledgement may or may not have been taken: connect again and send them again.`,
      code,
      { cause },
    );
    this.#socket.destroy();
    for (const sending of [...this.#sent.values(), ...this.#queue]) {
      clearTimeout(sending.timer);
      sending.reject(this.#fault);
    }
    this.#sent.clear();
    this.#controlIds.clear();
    this.#queue.length = 0;
    this.#whenSettled?.();
  }
}
