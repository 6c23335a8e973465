import { Framer, type Finding } from '@ilium/mllp';
import { expectedFindings } from './framer-model.js';

const limits = { frameBytes: 16_384, firstBytes: 4_096 };

/** Frames the chunks, and says what is wrong with the findings; undefined where they are what the model finds. */
export function tryFramer(chunks: readonly Buffer[]): string | undefined {
  const framer = new Framer(limits);
  const found = chunks.flatMap((chunk) => {
    framer.push(chunk);
    const inChunk = [...findingsOf(framer)];
    if (framer.heldBytes > limits.frameBytes) inChunk.push({ kind: 'endless' });
    return inChunk;
  });
  const last = framer.end();
  if (last !== undefined) found.push(last);
  const expected = expectedFindings(Buffer.concat(chunks), limits);
  const differs = expected.findIndex((finding, index) => !isSame(finding, found[index]));
  if (differs !== -1) return `finding ${differs + 1} is ${found[differs]?.kind}, expected ${expected[differs]?.kind}`;
  return found.length === expected.length ? undefined : `${found.length} findings, expected ${expected.length}`;
}

function* findingsOf(framer: Framer): Generator<Finding> {
  for (let finding = framer.next(); finding !== undefined; finding = framer.next()) yield finding;
}

function isSame(one: Finding, other: Finding | undefined): boolean {
  return one.kind === other?.kind && bytesOf(one).equals(bytesOf(other));
}

function bytesOf(finding: Finding): Buffer {
  if (finding.kind === 'endless') return Buffer.alloc(0);
  return finding.kind === 'whole' ? finding.bytes : finding.firstBytes;
}
