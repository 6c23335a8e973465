import type { Frame } from '@ilium/mllp';

/** Who is at the other end of a connection. */
export interface Peer {
  readonly address: string;
  readonly port: number;
}

/**
 * Takes what came over a connection, and returns the bodies of what is answered, in their order: none, one, or several.
 * It is asked for as many frames at once as the window allows; answers go out in the order of the frames, whenever it
 * returns. Where it throws, that frame and those behind it get no answer and the connection is closed once earlier answers
 * are out: nothing is acknowledged that may not be stored.
 */
export type Taker = (frame: Frame, peer: Peer) => Promise<readonly Buffer[]>;
