import { describe, expect, it } from '@jest/globals';
import { backOffMs } from './back-off.js';

const settings = { firstMs: 100, longestMs: 1_000 };

describe('back-off', () => {
  it('doubles and is bounded', () => {
    const waits = [1, 2, 3, 4, 5, 50].map((attempt) => backOffMs(attempt, settings, () => 1));
    expect(waits).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });

  it('jitters by half', () => {
    expect(backOffMs(3, settings, () => 0)).toBe(200);
    expect(backOffMs(3, settings, () => 0.5)).toBe(300);
  });
});
