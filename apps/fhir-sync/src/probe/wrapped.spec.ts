import { describe, expect, it } from '@jest/globals';
import { wrapped } from './wrapped.js';

describe('a long line', () => {
  it('is broken between words, and keeps where it began', () => {
    const lines = wrapped(`  - ${'word '.repeat(40)}end`, 4);
    expect(lines.every((line) => line.length <= 116)).toBe(true);
    expect(lines.map((line) => /^ */.exec(line)?.[0].length)).toEqual([2, 4]);
    expect(lines.join(' ').split(/\s+/).length).toBe(43);
  });

  it('is left alone where it fits, blanks inside included', () => {
    expect(wrapped('  Procedure   seen       yes', 4)).toEqual(['  Procedure   seen       yes']);
  });
});
