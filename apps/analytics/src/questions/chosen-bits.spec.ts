import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ChosenBits } from './chosen-bits.js';

/** As PostgreSQL sends a `bit varying`. */
function sent(bits: readonly boolean[]): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(bits.length / 8));
  bytes.writeInt32BE(bits.length);
  for (const [at, bit] of bits.entries()) {
    const byte = 4 + (at >> 3);
    bytes[byte] = (bytes[byte] ?? 0) | (Number(bit) << (7 - (at & 7)));
  }
  return bytes;
}

describe('the entries that are chosen', () => {
  it('are counted among the first of each row, row after row', () => {
    const row = fc.array(fc.boolean(), { maxLength: 140, size: 'max' });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 3 }), (rows) => {
        const bits = new ChosenBits();
        for (const own of rows) {
          const among = bits.read(sent(own));
          const firsts = Array.from({ length: own.length + 1 }, (_, first) => first);
          expect(firsts.map(among)).toEqual(firsts.map((first) => own.slice(0, first).filter(Boolean).length));
        }
      }),
    );
  });
});
