import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { takenWithin } from './taken-within.js';

describe('a stream that has to be taken in time', () => {
  it('is whole where it is taken', async () => {
    async function* chunks() {
      yield 'one ';
      yield new TextEncoder().encode('two');
    }
    expect(await text(takenWithin(60_000, chunks()))).toBe('one two');
  });

  it('breaks off where nobody takes the next chunk, and ends its source', async () => {
    let isEnded = false;
    async function* chunks() {
      try {
        for (;;) yield 'x'.repeat(100_000);
      } finally {
        isEnded = true;
      }
    }
    const file = takenWithin(1, chunks());
    const broken = new Promise<Error>((done) => file.once('error', done));
    file.read();
    expect((await broken).message).toBe('An export is broken off: nobody takes it.');
    expect(isEnded).toBe(true);
  });
});
