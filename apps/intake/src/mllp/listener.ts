import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { ExplainedError, type Logger } from '@ilium/observability';
import type { Listener } from '@ilium/site';
import { Connection } from './connection.js';
import { errorCode } from './error-code.js';
import { connectionLimits, usualPatience, type ConnectionLimits, type Patience } from './limits.js';
import type { DoorMetrics } from './mllp-metrics.js';
import type { Taker } from './taker.js';
import { readTlsFiles } from './tls-files.js';

export interface MllpListenerOptions {
  /** As the site file has it. */
  readonly listener: Listener;
  readonly taker: Taker;
  readonly metrics: DoorMetrics;
  readonly logger: Logger;
  /** What relative names of TLS files are seen from; the working folder unless told otherwise. */
  readonly folder?: string;
  readonly patience?: Partial<Patience>;
}

/** A door for HL7 v2 over MLLP. It knows frames and answers, and nothing of what is in them. */
export class MllpListener {
  readonly #options: MllpListenerOptions;
  readonly #limits: ConnectionLimits;
  readonly #patience: Patience;
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  /** What is under them; with TLS, those whose handshake goes on as well. */
  readonly #sockets = new Set<Socket>();
  readonly #pausedBy = new Set<string>();
  #running = 0;
  #whenIdle: (() => void) | undefined;
  #isFull = false;
  #isClosing = false;

  /** @throws ExplainedError where a TLS file can not be used. */
  constructor(options: MllpListenerOptions) {
    this.#options = options;
    this.#patience = { ...usualPatience, ...options.patience };
    this.#limits = connectionLimits(options.listener.limits, this.#patience);
    this.#server = this.#makeServer();
    this.#server.maxConnections = options.listener.limits.connections;
    this.#server.on('drop', () => this.#refuse());
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /** Begins to listen. @throws ExplainedError where the address can not be had. */
  async start(): Promise<void> {
    const { name, host, port } = this.#options.listener;
    this.#server.listen({ host, port });
    try {
      await once(this.#server, 'listening');
    } catch (cause) {
      throw new ExplainedError(
        `Listener ${name} can't listen on ${host}:${port} (${errorCode(cause)}). Free the port, or change host or port in the site file.`,
        'MLLP_ADDRESS',
        { cause },
      );
    }
    this.#server.on('error', (error) => this.#options.logger.error('the listener has a fault', { door: name, error }));
    this.#options.logger.info('the listener takes messages', { door: name, host, port: this.port });
  }

  /** The port that it listens on; where the site file says 0, one that was free. */
  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Open connections. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Frames that the taker has at the moment. */
  get running(): number {
    return this.#running;
  }

  /** Why nothing is read; empty when it is. */
  get pausedBy(): readonly string[] {
    return [...this.#pausedBy];
  }

  /** Stops reading on all connections, for a reason such as `database`. They stay open, and what was taken is answered. */
  pause(reason: string): void {
    this.#pausedBy.add(reason);
    this.#tellPause();
  }

  /** Takes the reason back. Where none is left, it reads again. */
  resume(reason: string): void {
    this.#pausedBy.delete(reason);
    this.#tellPause();
  }

  /** Takes no connections and no frames any more, lets what was taken be answered, and closes. Takes at most `closeMs`. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const connection of this.#connections) connection.stop();
    let timer: NodeJS.Timeout | undefined;
    const patienceEnds = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        for (const connection of this.#connections) connection.destroy();
        for (const socket of this.#sockets) socket.destroy();
        resolve();
      }, this.#patience.closeMs);
    });
    await Promise.race([Promise.all([closed, this.#idle()]), patienceEnds]);
    clearTimeout(timer);
  }

  /** No frame is with the taker. */
  async #idle(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
  }

  #makeServer(): Server {
    const { listener, metrics, folder = process.cwd() } = this.#options;
    // Half-open, so that a client that has said all it has to say still gets its answers.
    const accept = { allowHalfOpen: true };
    const take = (socket: Socket): void => this.#accept(socket);
    if (listener.tls === undefined) return createServer(accept, take);
    const files = readTlsFiles(listener.name, listener.tls, folder);
    const server = createTlsServer({ ...accept, ...files, handshakeTimeout: this.#patience.handshakeMs }, take);
    server.on('tlsClientError', () => metrics.refused('tls'));
    return server;
  }

  #accept(socket: Socket): void {
    const { listener, metrics, logger } = this.#options;
    if (this.#isClosing) {
      socket.destroy();
      return;
    }
    this.#isFull = false;
    const connection = new Connection(socket, {
      door: listener.name,
      limits: this.#limits,
      taker: (frame, peer) => this.#counted(this.#options.taker(frame, peer)),
      metrics,
      logger,
      isPaused: this.#pausedBy.size > 0,
    });
    this.#connections.add(connection);
    void connection.closed.then(() => this.#connections.delete(connection));
  }

  async #counted<T>(taking: Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await taking;
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#whenIdle?.();
    }
  }

  #refuse(): void {
    const { listener, metrics, logger } = this.#options;
    metrics.refused('limit');
    if (this.#isFull) return;
    this.#isFull = true;
    const count = listener.limits.connections;
    logger.warn('the listener has as many connections as it may', { door: listener.name, count });
  }

  #tellPause(): void {
    const isPaused = this.#pausedBy.size > 0;
    this.#options.metrics.paused(isPaused);
    for (const connection of this.#connections) connection.isPaused = isPaused;
  }
}
