import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Times } from './times.js';

const anyNumber = fc.oneof(
  fc.integer(),
  fc.integer({ min: -50, max: 50 }).map((number) => number * 1000),
  fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, -9e12, 2.5),
);

describe('times', () => {
  it('are counted of each number, as a map would count them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyNumber, fc.constantFrom(1, 1, -1)), { maxLength: 600 }), (added) => {
        const times = new Times();
        const expected = new Map<number, number>();
        for (const [number, by] of added) {
          times.add(number, by);
          expected.set(number, (expected.get(number) ?? 0) + by);
        }
        expect(new Map(times.seen())).toEqual(new Map([...expected].filter(([, count]) => count !== 0)));
      }),
    );
  });
});
