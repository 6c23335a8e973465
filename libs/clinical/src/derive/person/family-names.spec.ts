import { describe, expect, test } from '@jest/globals';
import { isSameFamily } from './family-names.js';

describe('two family names', () => {
  test.each([
    ['Example', 'EXAMPLE'],
    ['O’Example', "o'example"],
    ['Example-Sample', 'Example Sample'],
    ['van der Example', 'VANDEREXAMPLE'],
    ['St. Example', 'St Example'],
    ['Éxámplé', 'Example'],
    ['E\u0301xample', '\u00C9xample'],
    ['Müster', 'Muster'],
    ['Müster', 'MUESTER'],
    ['Strauß', 'STRAUSS'],
    ['Sørensen', 'Soerensen'],
    ['Ｅｘａｍｐｌｅ', 'Example'],
    ['Примеров', 'ПРИМЕРОВ'],
  ])('%s and %s are one', (one, other) => {
    expect(isSameFamily(one, other)).toBe(true);
    expect(isSameFamily(other, one)).toBe(true);
  });

  test.each([
    ['Example', 'Sample'],
    ['Example', 'Example-Sample'],
    ['Muster', 'Muester'],
    ['Ex', 'Example'],
  ])('%s and %s are two', (one, other) => {
    expect(isSameFamily(one, other)).toBe(false);
  });

  test.each(['', ' ', '-', '’'])('of which one is "%s" say nothing', (nothing) => {
    expect(isSameFamily(nothing, 'Example')).toBeUndefined();
    expect(isSameFamily('Example', nothing)).toBeUndefined();
  });
});
