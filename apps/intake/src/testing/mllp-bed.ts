import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { frame as framed, Framer, type Frame } from '@ilium/mllp';
import { Registry, silentLogger } from '@ilium/observability';
import type { Listener } from '@ilium/site';
import { until } from '../../../../dev/src/test-environment.js';
import { MllpListener, type MllpListenerOptions } from '../mllp/listener.js';
import type { Patience } from '../mllp/limits.js';
import { createMllpMetrics, type CloseReason } from '../mllp/mllp-metrics.js';
import type { Taker } from '../mllp/taker.js';

/** A listener on loopback with the site file's usual limits, and clients to it; all closed by `close`. */
export class MllpBed {
  readonly registry = new Registry();
  readonly clients: RawClient[] = [];
  readonly listener: MllpListener;

  private constructor(taker: Taker, settings: BedSettings) {
    this.listener = new MllpListener({
      listener: listenerOf(settings),
      taker,
      metrics: createMllpMetrics(this.registry)('door-1'),
      logger: settings.logger ?? silentLogger,
      patience: { closeMs: 200, ...settings.patience },
      ...(settings.folder === undefined ? {} : { folder: settings.folder }),
    });
  }

  static async open(taker: Taker, settings: BedSettings = {}): Promise<MllpBed> {
    const bed = new MllpBed(taker, settings);
    await bed.listener.start();
    return bed;
  }

  async connect(): Promise<RawClient> {
    const client = await RawClient.connect(this.listener.port);
    this.clients.push(client);
    return client;
  }

  /** One figure; 0 where it was never touched. */
  async metric(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
    const { values = [] } = (await this.registry.getSingleMetric(name)?.get()) ?? {};
    const wanted = Object.entries(labels);
    return values
      .filter(({ labels: has }) => wanted.every(([label, value]) => has[label] === value))
      .reduce((sum, { value }) => sum + value, 0);
  }

  /** Waits until the listener has closed so many connections for this reason. */
  async hasClosed(reason: CloseReason, count = 1): Promise<void> {
    await until(
      `${count} connections closed: ${reason}`,
      () => this.metric('ilium_mllp_closed_connections_total', { reason }),
      { accept: (closed) => closed === count },
    );
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.socket.destroy();
    await this.listener.close();
  }
}

export interface BedSettings {
  readonly limits?: Partial<Listener['limits']>;
  readonly tls?: Listener['tls'];
  readonly port?: number;
  readonly patience?: Partial<Patience>;
  readonly logger?: MllpListenerOptions['logger'];
  readonly folder?: string;
}

function listenerOf({ limits, tls, port = 0 }: BedSettings): Listener {
  return {
    name: 'door-1',
    port,
    host: '127.0.0.1',
    acknowledge: 'by-message',
    nak: 'structural',
    charset: undefined,
    replay: false,
    tls,
    limits: {
      frameBytes: 4 * 1_024 * 1_024,
      connections: 50,
      idleSeconds: 900,
      frameSeconds: 30,
      window: 256,
      ...limits,
    },
  };
}

/** Sends any bytes, and waits for answers. */
export class RawClient {
  readonly socket: Socket;
  /** The bodies that came back. */
  readonly answers: string[] = [];
  /** The listener has ended its side. */
  hasEnded = false;
  readonly #framer = new Framer({ frameBytes: 1_024 * 1_024 });
  #wake: (() => void)[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', () => undefined);
    for (const event of ['end', 'close']) {
      socket.on(event, () => {
        this.hasEnded = true;
        this.#woken();
      });
    }
  }

  static async connect(port: number, host = '127.0.0.1'): Promise<RawClient> {
    const socket = connect({ port, host });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** Sends bytes as they are, in one write. */
  write(...bytes: readonly (Buffer | string)[]): void {
    this.socket.write(Buffer.concat(bytes.map((each) => Buffer.from(each))));
  }

  /** Sends bodies in frames, in one write. */
  send(...bodies: readonly string[]): void {
    this.socket.write(framed(...bodies.map((body) => Buffer.from(body))));
  }

  /** Waits for so many answers; fewer where the listener ends before. */
  async has(count: number): Promise<readonly string[]> {
    while (this.answers.length < count && !this.hasEnded)
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    return this.answers;
  }

  /** Waits until the listener has ended its side; what was answered until then. */
  async end(): Promise<readonly string[]> {
    return this.has(Number.POSITIVE_INFINITY);
  }

  #read(chunk: Buffer): void {
    this.#framer.push(chunk);
    for (let finding = this.#framer.next(); finding !== undefined; finding = this.#framer.next()) {
      this.answers.push(finding.kind === 'whole' ? finding.bytes.toString() : finding.kind);
    }
    this.#woken();
  }

  #woken(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

/** What a frame holds, with its kind where it is not whole. */
export function textOf(frame: Frame): string {
  return frame.kind === 'whole' ? frame.bytes.toString() : `${frame.kind}:${frame.firstBytes.toString()}`;
}

/** Answers at once. */
export const echoes: Taker = (frame) => Promise.resolve([Buffer.from(`ack ${textOf(frame)}`)]);
