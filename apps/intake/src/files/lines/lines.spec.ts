import { describe, expect, it } from '@jest/globals';
import { readLines } from './lines.js';

async function* piecesOf(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

describe('lines', () => {
  it.each([1, 2, 3, 7, 100])('are the same however the stream is cut (%i bytes)', async (size) => {
    const lines: [number, string | undefined][] = [];
    for await (const { number, bytes } of readLines(piecesOf('één\r\n\ntoo long a line\nend', size), 8)) {
      lines.push([number, bytes?.toString()]);
    }
    expect(lines).toEqual([
      [1, 'één'],
      [2, ''],
      [3, undefined],
      [4, 'end'],
    ]);
  });
});
