import { describe, expect, it } from '@jest/globals';
import { exact, isExact, words } from './texts.js';

describe('words', () => {
  it.each([
    ['Left joint', 'Left joint'],
    ['two\r\nlines\u000b\u001c', 'two  lines'],
    ['half \ud83d a character', 'half   a character'],
    ['line\u2028separator', 'line separator'],
    ['é 痛み 🙂', 'é 痛み 🙂'],
    ['""', undefined],
    [' \u0000 ', undefined],
    [undefined, undefined],
  ])('of %j are %j', (text, said) => {
    expect(words(text)).toBe(said);
  });

  it('are cut where the field ends, never through a character, and show that they were', () => {
    expect(words('abcdef', 4)).toBe('abc…');
    expect(words('abcd', 4)).toBe('abcd');
    expect(words('ab🙂def', 4)).toBe('ab…');
  });
});

describe('a number or a code', () => {
  it('is written as it is or not at all', () => {
    expect(exact('MRN|1^2')).toBe('MRN|1^2');
    for (const value of ['', '""', 'a\rb', ' a', 'a\u0000']) {
      expect(isExact(value)).toBe(false);
      expect(() => exact(value)).toThrow('identifier');
    }
  });
});
