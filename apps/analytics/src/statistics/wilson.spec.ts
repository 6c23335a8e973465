import { describe, expect, it } from '@jest/globals';
import { reference, relativeError, seeded } from './references.samples.js';
import { wilsonInterval } from './wilson.js';

interface Limits {
  successes: number;
  total: number;
  lower: number;
  upper: number;
}

const { computed, published } = reference<{ computed: (Limits & { confidence: number })[]; published: Limits[] }>(
  'wilson',
);

describe('the Wilson interval', () => {
  it.each(computed)('of $successes in $total at $confidence is that of statsmodels', (limits) => {
    const interval = wilsonInterval(limits.successes, limits.total, limits.confidence);
    expect(relativeError(interval?.lower, limits.lower)).toBeLessThan(1e-12);
    expect(relativeError(interval?.upper, limits.upper)).toBeLessThan(1e-12);
  });

  it.each(published)(
    'of $successes in $total is the one that Newcombe 1998 printed',
    ({ successes, total, ...limits }) => {
      const interval = wilsonInterval(successes, total);
      expect(interval?.lower.toFixed(4)).toBe(limits.lower.toFixed(4));
      expect(interval?.upper.toFixed(4)).toBe(limits.upper.toFixed(4));
    },
  );

  it('holds the share that was seen, lies between 0 and 1, and is the same seen from the failures', () => {
    const random = seeded(1);
    for (let round = 0; round < 2000; round++) {
      const total = 1 + random(10 ** (1 + random(7)));
      const successes = random(total + 1);
      const interval = wilsonInterval(successes, total, 0.5 + random(499) / 1000);
      expect(interval?.lower).toBeLessThanOrEqual(successes / total);
      expect(interval?.upper).toBeGreaterThanOrEqual(successes / total);
      expect(interval?.lower).toBeGreaterThanOrEqual(0);
      expect(interval?.upper).toBeLessThanOrEqual(1);
    }
    const [some, others] = [wilsonInterval(7, 90), wilsonInterval(83, 90)];
    expect(some?.lower).toBeCloseTo(1 - (others?.upper ?? 0), 14);
  });

  it('ends exactly at 0 without successes, and at 1 without failures', () => {
    expect(wilsonInterval(0, 20)?.lower).toBe(0);
    expect(wilsonInterval(20, 20)?.upper).toBe(1);
  });

  it('means nothing without answers, and refuses what can’t have been counted', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
    expect(() => wilsonInterval(3, 2)).toThrow('more than the whole');
    expect(() => wilsonInterval(-1, 2)).toThrow('no count');
    expect(() => wilsonInterval(1, 2, 95)).toThrow('hand in 0.95 for 95 %');
  });
});
