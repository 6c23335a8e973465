import { createHash } from 'node:crypto';
import { controlIdOf, type Frame } from '@ilium/mllp';
import type { Taker } from '../mllp/taker.js';

/** What is fuzzed behind the listener. */
export interface FuzzTarget {
  /**
   * Where the listener's frames go. Hostile frames may be refused by an answer; a taker that throws is a fault, unless it
   * throws what `isExpected` knows.
   */
  readonly taker: Taker;
  readonly isExpected?: (thrown: unknown) => boolean;
  /** Gets each hostile message without its frame, as a parser does. What it throws is a fault. */
  readonly read?: (message: Buffer) => unknown;
  /** A sound message with this control id; its acknowledgement names it in MSA-2. */
  readonly soundMessage: (controlId: string) => Buffer;
  /** What has to be answered to frames that came over one connection, in their order; left out: anything may be. */
  readonly answersTo?: (frames: readonly Frame[]) => readonly Buffer[];
}

/** Nothing behind the listener but an acknowledgement that names the frame's bytes: the framer and the listener alone. */
export const acknowledgingTarget: FuzzTarget = {
  taker: (frame) => Promise.resolve([acknowledgementOf(frame)]),
  soundMessage: (controlId) => Buffer.from(`MSH|^~\\&|EHR|RIV|ILIUM|PAIN|20260312||DFT^P03|${controlId}|T|2.5.1\r`),
  answersTo: (frames) => frames.map(acknowledgementOf),
};

function acknowledgementOf(frame: Frame): Buffer {
  const bytes = frame.kind === 'whole' ? frame.bytes : frame.firstBytes;
  const controlId = controlIdOf(bytes) ?? 'none';
  const digest = createHash('sha256').update(bytes).digest('hex');
  const code = frame.kind === 'whole' ? 'AA' : 'AR';
  return Buffer.from(`MSH|^~\\&|ILIUM|PAIN|EHR|RIV|20260312||ACK|${digest}|T|2.5.1\rMSA|${code}|${controlId}\r`);
}
