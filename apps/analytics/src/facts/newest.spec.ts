import { done, skipped } from '@ilium/contracts';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fatesOf, newestPerKey } from './newest.js';

const fact = (key: string, revision: number) => ({ key, revision });

describe('newestPerKey', () => {
  it('keeps the highest revision of each key, wherever it stands', () => {
    expect(newestPerKey([fact('a', 2), fact('b', 1), fact('a', 3), fact('a', 1)])).toEqual([
      fact('a', 3),
      fact('b', 1),
    ]);
  });
});

describe('fatesOf', () => {
  it('skips what is older than what is stored, or than an earlier message of the batch', () => {
    const batch = [fact('a', 4), fact('a', 6), fact('a', 5), fact('b', 1)];
    expect(fatesOf(batch, new Map([['a', 5]]))).toEqual([skipped('superseded'), done(), skipped('superseded'), done()]);
  });

  it('is done with the same revision again: a republication is no loser', () => {
    expect(fatesOf([fact('a', 5), fact('a', 5)], new Map([['a', 5]]))).toEqual([done(), done()]);
  });

  it('gives the same fates however the messages are cut into batches', () => {
    const facts = fc.array(fc.record({ key: fc.constantFrom('a', 'b'), revision: fc.integer({ min: 1, max: 5 }) }));
    fc.assert(
      fc.property(facts, fc.nat(), (messages, at) => {
        const [first, second] = [messages.slice(0, at % 7), messages.slice(at % 7)];
        const stored = new Map(newestPerKey(first).map(({ key, revision }) => [key, revision]));
        const inTwo = [...fatesOf(first, new Map()), ...fatesOf(second, stored)];
        expect(inTwo).toEqual(fatesOf(messages, new Map()));
      }),
    );
  });
});
