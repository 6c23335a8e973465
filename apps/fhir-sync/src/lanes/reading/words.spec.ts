import { describe, expect, it } from '@jest/globals';
import { words } from './words.js';

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
