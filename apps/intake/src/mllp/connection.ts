import type { Socket } from 'node:net';
import { frame as frameBodies, Framer, type Finding, type Frame } from '@ilium/mllp';
import type { Logger } from '@ilium/observability';
import { Deadline } from './deadline.js';
import type { ConnectionLimits } from './limits.js';
import type { CloseReason, DoorMetrics } from './mllp-metrics.js';
import type { Peer, Taker } from './taker.js';
import { Turns } from './turns.js';

export interface ConnectionOptions {
  readonly door: string;
  readonly limits: ConnectionLimits;
  readonly taker: Taker;
  readonly metrics: DoorMetrics;
  readonly logger: Logger;
  readonly isPaused: boolean;
}

/**
 * One client. Its frames are taken as far as the window goes; beyond it nothing is read, so that TCP makes the client wait.
 * It ends in one way, whatever the reason: no more frames, the answers that are due, the end of our side, and after a
 * while the socket.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #peer: Peer;
  readonly #framer: Framer;
  readonly #turns = new Turns();
  readonly #idle: Deadline;
  readonly #frame: Deadline;
  readonly #unread: Deadline;
  readonly #linger: Deadline;
  readonly #closed: Promise<void>;
  #heldBytes = 0;
  #noiseBytes = 0;
  /** All that was read has been searched for frames. */
  #isSearched = true;
  #isPaused: boolean;
  #isFlushing = false;
  #openFrame: number | undefined;
  /** From here on no frame is taken. */
  #closing: CloseReason | undefined;
  #hasPeerEnded = false;
  #isEnded = false;

  constructor(socket: Socket, options: ConnectionOptions) {
    const { limits, metrics, isPaused } = options;
    this.#socket = socket;
    this.#options = options;
    this.#isPaused = isPaused;
    this.#peer = { address: socket.remoteAddress ?? 'unknown', port: socket.remotePort ?? 0 };
    this.#framer = new Framer({ frameBytes: limits.frameBytes });
    this.#idle = new Deadline(limits.idleMs, () => this.#idleFor());
    this.#frame = new Deadline(limits.frameMs, () => this.#close('frame-time-out'));
    this.#unread = new Deadline(limits.unreadMs, () => this.#abort('unread-answers'));
    this.#linger = new Deadline(limits.lingerMs, () => socket.destroy());
    socket.setNoDelay(true);
    socket.setKeepAlive(true, limits.keepAliveMs);
    metrics.opened();
    this.#closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.#gone();
        resolve();
      });
    });
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('drain', () => this.#drained());
    socket.on('end', () => {
      this.#hasPeerEnded = true;
      this.#search();
    });
    socket.on('error', () => (this.#closing ??= 'broken'));
    this.#idle.start();
    this.#steer();
  }

  /** Settles when the socket is gone. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  /** Reads nothing more, or again. */
  set isPaused(isPaused: boolean) {
    this.#isPaused = isPaused;
    this.#search();
  }

  /** Takes no more; what was taken is answered, then the connection ends. */
  stop(): void {
    this.#close('stopping');
  }

  destroy(): void {
    this.#abort('stopping');
  }

  get #hasRoom(): boolean {
    const { window, heldBytes } = this.#options.limits;
    const isWilling = this.#closing === undefined && !this.#isPaused && !this.#turns.hasFailed;
    return isWilling && !this.#socket.writableNeedDrain && this.#turns.waiting < window && this.#heldBytes < heldBytes;
  }

  #read(chunk: Buffer): void {
    if (this.#closing !== undefined) return;
    this.#framer.push(chunk);
    this.#isSearched = false;
    this.#idle.restart();
    const noiseBefore = this.#noiseBytes;
    this.#search();
    this.#noiseBytes = this.#framer.noiseBytes;
    this.#options.metrics.received(chunk.length, this.#noiseBytes - noiseBefore);
  }

  /** Takes frames out of what was read while there is room, then says whether more is read. */
  #search(): void {
    while (!this.#isSearched && this.#hasRoom) {
      const finding = this.#framer.next();
      if (finding === undefined) this.#isSearched = true;
      else this.#act(finding);
    }
    if (this.#isSearched && this.#hasPeerEnded) this.#close('peer');
    this.#steer();
  }

  #act(finding: Finding): void {
    if (finding.kind === 'endless') this.#close('endless-frame');
    else this.#take(finding);
  }

  #steer(): void {
    if (this.#isEnded) return;
    const isReading = this.#isSearched && this.#hasRoom;
    if (isReading) this.#socket.resume();
    else this.#socket.pause();
    // Only the time counts in which the client could have sent.
    const openFrame = isReading ? this.#framer.openFrame : undefined;
    if (openFrame === this.#openFrame) return;
    this.#openFrame = openFrame;
    this.#frame.stop();
    if (openFrame !== undefined) this.#frame.start();
  }

  #take(frame: Frame): void {
    const { metrics } = this.#options;
    const bytes = frame.kind === 'whole' ? frame.bytes.length : frame.firstBytes.length;
    const settle = this.#turns.begin();
    this.#heldBytes += bytes;
    metrics.waiting(1);
    void this.#ask(frame).then((answer) => {
      this.#heldBytes -= bytes;
      settle(answer);
      // Who waits for each answer gets it at once.
      if (this.#turns.waiting === 1) this.#flush();
      else this.#flushSoon();
      metrics.waiting(-1);
      metrics.frame(frame.kind, answer === 'failed' ? answer : answer.length > 0 ? 'answered' : 'unanswered');
    });
  }

  /** A taker that throws at once, one that rejects and one whose answer can't be framed are the same. */
  async #ask(frame: Frame): Promise<Buffer | 'failed'> {
    const { taker, logger, door } = this.#options;
    try {
      return frameBodies(...(await taker(frame, this.#peer)));
    } catch (error) {
      const host = this.#peer.address;
      logger.error('a message could not be taken: its connection is closed', { door, host, error });
      return 'failed';
    }
  }

  /** What is ready in one turn of the event loop, such as the messages of one commit, goes out in one write. */
  #flushSoon(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    process.nextTick(() => {
      this.#isFlushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#isEnded) return;
    const { answers, isBroken } = this.#turns.due();
    if (answers.length > 0 && !this.#socket.write(Buffer.concat(answers))) this.#unread.start();
    if (isBroken) {
      this.#closing ??= 'taker-failed';
      this.#end();
    } else if (this.#closing !== undefined && this.#turns.waiting === 0) this.#end();
    else this.#search();
  }

  #drained(): void {
    this.#unread.stop();
    this.#search();
  }

  #idleFor(): void {
    // Silence is the client's only where we would have read and owe it nothing.
    if (this.#turns.waiting > 0 || !this.#hasRoom) this.#idle.start();
    else this.#close('idle');
  }

  /** No more frames; the end comes when what was taken is answered. */
  #close(reason: CloseReason): void {
    if (this.#closing !== undefined) return;
    const begun = reason === 'stopping' || !this.#isSearched ? undefined : this.#framer.end();
    if (begun !== undefined) this.#take(begun);
    this.#closing = reason;
    this.#idle.stop();
    this.#frame.stop();
    this.#socket.pause();
    this.#flushSoon();
  }

  /** Ends our side. What still comes is read and dropped: to close on unread bytes would reset the last answers away. */
  #end(): void {
    this.#isEnded = true;
    this.#socket.resume();
    this.#unread.start();
    this.#socket.end(() => {
      this.#unread.stop();
      this.#linger.start();
    });
  }

  #abort(reason: CloseReason): void {
    this.#closing ??= reason;
    this.#socket.destroy();
  }

  #gone(): void {
    this.#isEnded = true;
    for (const deadline of [this.#idle, this.#frame, this.#unread, this.#linger]) deadline.stop();
    this.#options.metrics.closed((this.#closing ??= 'broken'));
  }
}
