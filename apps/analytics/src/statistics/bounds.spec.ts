import { describe, expect, it } from '@jest/globals';
import { missingBounds } from './bounds.js';

describe('bounds for the missing', () => {
  it('count the missing as failures, then as successes', () => {
    expect(missingBounds(30, 40, 50)).toEqual({ observed: 0.75, worst: 0.6, best: 0.8 });
  });

  it('are the observed rate where nobody is missing, and everything where everybody is', () => {
    expect(missingBounds(3, 4, 4)).toEqual({ observed: 0.75, worst: 0.75, best: 0.75 });
    expect(missingBounds(0, 0, 5)).toEqual({ observed: null, worst: 0, best: 1 });
  });

  it('mean nothing where nobody was expected, and refuse more observed than expected', () => {
    expect(missingBounds(0, 0, 0)).toBeNull();
    expect(() => missingBounds(1, 3, 2)).toThrow('more than the whole');
  });
});
