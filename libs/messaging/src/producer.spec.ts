import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { chunksByBytes, sizeOf } from './producer.js';

describe('cutting what is sent', () => {
  it('keeps the order, loses nothing and stays below the limit, except for a record that is larger alone', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 400 }));
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 1_000 }), (sizes, limit) => {
        const records = sizes.map((size, index) => ({ key: String(index), value: 'x'.repeat(size) }));
        const chunks = [...chunksByBytes(records, limit)];
        expect(chunks.flat()).toEqual(records);
        for (const chunk of chunks) {
          const bytes = chunk.reduce((sum, one) => sum + sizeOf(one), 0);
          expect(chunk.length === 1 || bytes <= limit).toBe(true);
        }
      }),
    );
  });

  it('counts bytes, not characters, and headers too', () => {
    const plain = sizeOf({ key: null, value: 'aa' });
    expect(sizeOf({ key: null, value: 'üü' })).toBe(plain + 2);
    expect(sizeOf({ key: null, value: 'aa', headers: { h: 'xy' } })).toBeGreaterThanOrEqual(plain + 3);
  });
});
