import { describe, expect, test } from '@jest/globals';
import { administration, charge, complication, history, procedure, score } from '../../testing/events.js';
import { derived } from '../../testing/derived.js';
import { codeNames } from './code-names.js';

const words = 'left SI joint of Mrs. Roe';
const long = 'x'.repeat(41);

describe('what a work item says of codes that no table knows', () => {
  test('shows codes, each once', () => {
    expect(codeNames('codes', [{ code: 'INJ' }, { code: '76127096' }, { code: 'INJ' }])).toBe('INJ 76127096');
  });

  test('names what may be words by its field', () => {
    expect(codeNames('codes', [{ code: words }, { code: 'INJ' }, { code: long }])).toBe('codes INJ');
  });

  test('says that there is none', () => {
    expect(codeNames('measure', [undefined, null])).toBe('no code');
  });

  test.each([words, long])('never repeats words that stand in the place of a code: %s', (code) => {
    const codes = [{ code }];
    const visit = { system: 'urn:ilium:test:visits', value: 'V1' };
    const { work } = derived([
      procedure({ id: 'P1' }, { codes: [{ code: '27096' }], status: 'completed', guidance: { code }, visit }),
      procedure({ id: 'P2' }, { codes, text: 'SI joint', status: 'completed' }),
      administration({ id: 'M1' }, { medication: codes, route: { code }, status: 'completed', visit }),
      charge({ id: 'C1', feed: 'dft' }, { codes, transaction: 'charge' }),
      score({ id: 'S1' }, { measure: { code }, value: 3 }),
      complication({ id: 'X1' }, { codes }),
      history({ id: 'H1' }, { codes }),
    ]);
    const unmapped = work.filter((item) => item.startsWith('unmapped-code'));
    expect(new Set(unmapped)).toEqual(
      new Set(['codes', 'guidance', 'measure', 'medication', 'route'].map((field) => `unmapped-code: ${field}`)),
    );
    expect(work.filter((item) => item.includes(code))).toEqual([]);
  });
});
