import { describe, expect, it } from '@jest/globals';
import { spreadOf } from './spread.js';

describe('spreadOf', () => {
  it('takes the middle run, whatever the order', () => {
    expect(spreadOf([30, 10, 20])).toEqual({ min: 10, median: 20, max: 30 });
  });

  it('takes the mean of the two in the middle of an even number', () => {
    expect(spreadOf([1, 2, 4, 8])).toEqual({ min: 1, median: 3, max: 8 });
  });

  it('refuses nothing at all', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});
