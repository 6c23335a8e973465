import type { Listener } from '@ilium/site';

/** What one connection may use. Times in ms. */
export interface ConnectionLimits {
  /** Largest body of a frame. */
  readonly frameBytes: number;
  /** So many frames wait for their answers at once; then the connection is not read. */
  readonly window: number;
  /** The same for the bytes of frames that are being taken. One frame more may come on top. */
  readonly heldBytes: number;
  /** A connection on which nothing comes and nothing waits is closed. */
  readonly idleMs: number;
  /** A frame that was begun has to end. */
  readonly frameMs: number;
  /** A client that does not read its answers is closed. */
  readonly unreadMs: number;
  /** After the last answer, so long the other side may take to close its end. */
  readonly lingerMs: number;
  /** A silent connection is probed, so that one whose peer is gone is found out (half-open). */
  readonly keepAliveMs: number;
}

/** What a hospital does not decide. */
export interface Patience {
  readonly unreadMs: number;
  readonly lingerMs: number;
  readonly keepAliveMs: number;
  /** A TLS handshake has to end. */
  readonly handshakeMs: number;
  /** When the listener closes, what was taken has so long to be answered. */
  readonly closeMs: number;
}

export const usualPatience: Patience = {
  unreadMs: 30_000,
  lingerMs: 2_000,
  keepAliveMs: 30_000,
  handshakeMs: 10_000,
  closeMs: 10_000,
};

/** The limits of the site file, and ours. */
export function connectionLimits(
  { frameBytes, window, idleSeconds, frameSeconds }: Listener['limits'],
  { unreadMs, lingerMs, keepAliveMs }: Patience,
): ConnectionLimits {
  return {
    frameBytes,
    window,
    heldBytes: 2 * frameBytes,
    idleMs: idleSeconds * 1_000,
    frameMs: frameSeconds * 1_000,
    unreadMs,
    lingerMs,
    keepAliveMs,
  };
}
