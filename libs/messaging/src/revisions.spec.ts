import { done, skipped } from '@ilium/contracts';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fatesOf, newestPerKey } from './revisions.js';

const record = (key: string, revision: number) => ({ key, revision });

describe('revisions', () => {
  it('the highest of each key wins, in key order', () => {
    const records = [record('b', 2), record('a', 5), record('b', 3), record('a', 4)];
    expect(newestPerKey(records)).toEqual([record('a', 5), record('b', 3)]);
  });

  it('a message is superseded when each of its records is older than what is known', () => {
    const bundles = [
      [record('a', 1), record('b', 1)],
      [record('a', 2), record('b', 9)],
    ];
    expect(
      fatesOf(
        bundles,
        new Map([
          ['a', 2],
          ['b', 2],
        ]),
      ),
    ).toEqual([skipped('superseded'), done()]);
  });

  it('a message that says what is known again is done', () => {
    expect(fatesOf([[record('a', 2)]], new Map([['a', 2]]))).toEqual([done()]);
  });

  it('a message is superseded by an earlier one of its own batch', () => {
    const messages = [[record('a', 4)], [record('a', 6)], [record('a', 5)]];
    expect(fatesOf(messages, new Map())).toEqual([done(), done(), skipped('superseded')]);
  });

  it('fates and revisions are the same whatever the batches are', () => {
    const anyBundle = fc.array(
      fc.record({ key: fc.constantFrom('a', 'b', 'c'), revision: fc.integer({ min: 1, max: 5 }) }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.array(anyBundle, { maxLength: 12 }), fc.nat(12), (bundles, cut) => {
        const stored = (some: typeof bundles) =>
          new Map(newestPerKey(some.flat()).map(({ key, revision }) => [key, revision]));
        const whole = fatesOf(bundles, new Map());
        const first = bundles.slice(0, cut);
        const parts = [...fatesOf(first, new Map()), ...fatesOf(bundles.slice(cut), stored(first))];
        expect(parts).toEqual(whole);
      }),
    );
  });
});
