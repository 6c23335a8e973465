import { Readable } from 'node:stream';

/** Breaks off, with an error, where the next chunk is there and nobody takes it in time. */
export function takenWithin(ms: number, chunks: AsyncIterable<string | Uint8Array>): Readable {
  let idle: NodeJS.Timeout | undefined;
  async function* watched() {
    for await (const chunk of chunks) {
      idle = setTimeout(() => file.destroy(new Error('An export is broken off: nobody takes it.')), ms);
      yield chunk;
      clearTimeout(idle);
    }
  }
  const file = Readable.from(watched(), { objectMode: false });
  file.once('close', () => clearTimeout(idle));
  return file;
}
