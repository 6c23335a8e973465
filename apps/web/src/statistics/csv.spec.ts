import { expect, it } from '@jest/globals';
import { csvOf } from './csv.js';
import { medianSentence } from './sentences.js';

it('CSV puts in quotes what would end a field, and keeps all digits', () => {
  expect(
    csvOf(
      ['After', 'Why'],
      [
        ['6 weeks', 'a, "b"'],
        [0.123456789, null],
      ],
    ),
  ).toBe('After,Why\r\n6 weeks,"a, ""b"""\r\n0.123456789,\r\n');
});

it.each([
  [null, 'Of 9 treatments, more than half still had relief when they were last seen.'],
  [{ after: 42, until: 91 }, 'Of 9 treatments, half had lost their relief after day 42 and by day 91.'],
  [{ after: 0, until: 0 }, 'Of 9 treatments, at least half never had relief.'],
  [{ after: 91, until: null }, 'Of 9 treatments, half had relief beyond day 91.'],
])('a median says what was seen', (median, words) => {
  const whole = median === null ? null : { ...median, lower: null, upper: null };
  expect(medianSentence({ n: 9, median: whole }, 'treatments')).toBe(words);
});
