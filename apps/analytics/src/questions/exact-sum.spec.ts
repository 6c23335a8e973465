import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ExactSum } from './exact-sum.js';

const anyFactor = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 }),
  fc.maxSafeInteger(),
);
const anyTimes = fc.constantFrom(1, -1, 7, 1_000_000);

describe('an exact sum', () => {
  it('is what it is in whole numbers of any size', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyFactor, anyFactor, anyTimes), { maxLength: 40 }), (products) => {
        const sum = new ExactSum();
        for (const [factor, other, times] of products) sum.add(factor, other, times);
        const expected = products.map(([factor, other, times]) => BigInt(factor) * BigInt(other) * BigInt(times));
        expect(sum.total).toBe(expected.reduce((all, product) => all + product, 0n));
      }),
    );
  });
});
