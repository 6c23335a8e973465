import { describe, expect, it } from '@jest/globals';
import { isAfter, monthIn, periodName, periodOfParts, yearIn } from './period.js';

describe('a period', () => {
  it('is a month by its name, or a year', () => {
    expect(['2026-03', '2026', '2026-13'].map(periodName)).toEqual(['March 2026', '2026', '2026-13']);
  });

  it.each(['2026', '2026-03'])('is put together from the parts of %s', (period) => {
    expect(periodOfParts(yearIn(period), monthIn(period))).toBe(period);
  });

  it('has no month without a year', () => {
    expect(periodOfParts('', '03')).toBe('');
  });

  it.each([
    ['2026', '2025', true],
    ['2025-04', '2025-03', true],
    ['2025-04', '2025', false],
    ['2025', '2025-03', false],
    ['2026', '2025-12', true],
  ])('%s after %s: %s', (one, other, is) => {
    expect(isAfter(one, other)).toBe(is);
  });
});
