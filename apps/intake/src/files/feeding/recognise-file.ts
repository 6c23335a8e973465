import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { headBytes, type Feeding, type Feedings } from './feedings.js';

/** A file by its content, whatever it is called and wherever it lies. */
export interface RecognisedFile {
  /** What was fed of it; of a file that is new, nothing. */
  readonly feeding: Feeding;
  readonly skip: number;
}

interface Manner {
  readonly manner: string;
  readonly isByLine: boolean;
}

/** Reads a file once, and finds the longest beginning of it that was fed before. */
export async function recogniseFile(
  path: string,
  { manner, isByLine }: Manner,
  feedings: Feedings,
): Promise<RecognisedFile> {
  const { head, bytes } = await headOf(path);
  const starts = (await feedings.startsOf({ manner, head, bytes })).toSorted((a, b) => a.bytes - b.bytes);
  const { digest, known } = await compare(path, bytes, starts);
  const about = { manner, head, digest, bytes };
  if (known === undefined) {
    const file = sha256(`${manner}\n${digest}`).slice(0, 32);
    return { feeding: { ...about, file, entries: 0, refusedBytes: 0, reportBytes: 0 }, skip: 0 };
  }
  // A last entry that may have been cut off is read again: the same is a repeat, and more of it is another message.
  const isWhole = known.feeding.bytes === bytes || (isByLine && known.endsLine);
  const skip = Math.max(0, known.feeding.entries - (isWhole ? 0 : 1));
  return { feeding: { ...known.feeding, ...about }, skip };
}

interface Comparison {
  readonly digest: string;
  readonly known: { readonly feeding: Feeding; readonly endsLine: boolean } | undefined;
}

async function compare(path: string, bytes: number, starts: readonly Feeding[]): Promise<Comparison> {
  const hash = createHash('sha256');
  let known: Comparison['known'];
  let [read, next, last] = [0, 0, 0];
  const look = () => {
    for (let start = starts[next]; start?.bytes === read; start = starts[(next += 1)]) {
      if (hash.copy().digest('hex') === start.digest) known = { feeding: start, endsLine: isLineEnd(last) };
    }
  };
  look();
  for await (const chunk of contentOf(path, bytes)) {
    for (let from = 0; from < chunk.length;) {
      const to = Math.min(chunk.length, from + ((starts[next]?.bytes ?? Infinity) - read));
      hash.update(chunk.subarray(from, to));
      last = chunk[to - 1] ?? last;
      read += to - from;
      from = to;
      look();
    }
  }
  return { digest: hash.digest('hex'), known };
}

/** The first bytes of a file; what is written behind them meanwhile is for another time. */
export async function* contentOf(path: string, bytes: number): AsyncGenerator<Buffer> {
  if (bytes === 0) return;
  const stream: AsyncIterable<Buffer> = createReadStream(path, { end: bytes - 1 });
  yield* stream;
}

async function headOf(path: string): Promise<{ readonly head: string; readonly bytes: number }> {
  const file = await open(path, 'r');
  try {
    const { size: bytes } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return { head: bytesRead < headBytes ? '' : sha256(buffer), bytes };
  } finally {
    await file.close();
  }
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function isLineEnd(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}
