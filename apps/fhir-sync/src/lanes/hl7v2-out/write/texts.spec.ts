import { describe, expect, it } from '@jest/globals';
import { exact, isExact } from './texts.js';

describe('a number or a code', () => {
  it('is written as it is or not at all', () => {
    expect(exact('MRN|1^2')).toBe('MRN|1^2');
    for (const value of ['', '""', 'a\rb', ' a', 'a\u0000']) {
      expect(isExact(value)).toBe(false);
      expect(() => exact(value)).toThrow('identifier');
    }
  });
});
