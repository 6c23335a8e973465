import type { Finding } from '@ilium/mllp';

export interface ModelLimits {
  readonly frameBytes: number;
  readonly firstBytes: number;
}

/**
 * What a framer has to find in all the bytes of a connection, written down as plainly as it can be: as text, without
 * chunks, without regard for time and memory. The framer is held against it.
 */
export function expectedFindings(bytes: Buffer, { frameBytes, firstBytes }: ModelLimits): readonly Finding[] {
  const [, ...begun] = bytes.toString('latin1').split('\x0b');
  return begun.flatMap((rest): Finding[] => {
    const [body = '', ...behind] = rest.split('\x1c');
    const content = Buffer.from(body, 'latin1');
    if (content.length > frameBytes) return [{ kind: 'too-large', firstBytes: content.subarray(0, firstBytes) }];
    if (behind.length > 0) return [{ kind: 'whole', bytes: content }];
    return content.length > 0 ? [{ kind: 'incomplete', firstBytes: content.subarray(0, firstBytes) }] : [];
  });
}
