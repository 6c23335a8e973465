import { carriageReturn, endOfBlock, startOfBlock } from './control-bytes.js';
import { MllpError } from './mllp-error.js';

const addedBytes = 3;

/**
 * Wraps bodies into MLLP frames, one after the other in one buffer.
 * @throws MllpError `MLLP_NOT_TRANSPORTABLE` where a body holds VT or FS: the receiver would cut the message there.
 */
export function frame(...bodies: readonly Buffer[]): Buffer {
  const bytes = bodies.reduce((sum, body) => sum + body.length + addedBytes, 0);
  const framed = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const body of bodies) {
    if (body.includes(startOfBlock) || body.includes(endOfBlock)) throw notTransportable();
    framed[at] = startOfBlock;
    const end = at + 1 + body.copy(framed, at + 1);
    framed[end] = endOfBlock;
    framed[end + 1] = carriageReturn;
    at = end + 2;
  }
  return framed;
}

function notTransportable(): MllpError {
  return new MllpError(
    'The message holds a byte that frames messages (0x0B or 0x1C). Escape it, or use a character set such as UTF-8; UTF-16 can not go over MLLP.',
    'MLLP_NOT_TRANSPORTABLE',
  );
}
