import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { MllpError } from './mllp-error.js';

export interface ConnectOptions {
  /** 127.0.0.1 unless told otherwise. */
  readonly host?: string;
  readonly port: number;
  /** With it, the connection is TLS: `ca`, `cert`, `key`, `servername` … as Node takes them. */
  readonly tls?: ConnectionOptions;
  /** How long the connection may take to come about, in ms; 10 000 unless told otherwise. */
  readonly connectMs?: number;
}

/** Opens a connection. @throws MllpError `MLLP_NOT_CONNECTED`. */
export async function openSocket({
  host = '127.0.0.1',
  port,
  tls,
  connectMs = 10_000,
}: ConnectOptions): Promise<Socket> {
  const socket = tls === undefined ? connectTcp({ host, port }) : connectTls({ ...tls, host, port });
  try {
    await once(socket, tls === undefined ? 'connect' : 'secureConnect', { signal: AbortSignal.timeout(connectMs) });
  } catch (cause) {
    socket.on('error', () => undefined).destroy();
    throw new MllpError(
      `No connection to ${host}:${port}${tls === undefined ? '' : ' with TLS'}. Does a listener run there, and do both sides agree on TLS?`,
      'MLLP_NOT_CONNECTED',
      { cause },
    );
  }
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 30_000);
  return socket;
}
