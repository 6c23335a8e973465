import { describe, expect, it } from '@jest/globals';
import { amountText, betterText } from './amount.js';

describe('an amount in words', () => {
  it.each([
    [1.54, 'better by 1.5'],
    [0, 'better by 0'],
    [-0.46, 'worse by 0.5'],
  ])('of %d is %s', (by, words) => {
    expect(betterText(by)).toBe(words);
  });

  it('has no sign where it is nothing', () => {
    expect(amountText(-0.04)).toBe('0');
  });
});
