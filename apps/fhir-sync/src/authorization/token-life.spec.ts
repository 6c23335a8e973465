import { describe, expect, it } from '@jest/globals';
import { lifeOf } from './token-life.js';

describe('the life of a token', () => {
  it.each([
    ['an hour', 3_600_000, 2_880_000, 3_595_000],
    ['five minutes', 300_000, 240_000, 295_000],
    ['two minutes', 120_000, 90_000, 115_000],
    ['a minute', 60_000, 30_000, 55_000],
    ['ten seconds', 10_000, 5_000, 9_000],
    ['no time at all', 0, 0, 0],
  ])('of %s is renewed early, and not used when it would end on its way', (_what, lifeMs, renewAt, usableUntil) => {
    expect(lifeOf(1_000, lifeMs)).toEqual({ renewAt: 1_000 + renewAt, usableUntil: 1_000 + usableUntil });
  });

  it('is five minutes where the server does not say it', () => {
    expect(lifeOf(0, undefined)).toEqual(lifeOf(0, 300_000));
  });
});
