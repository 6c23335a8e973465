import { describe, expect, test } from '@jest/globals';
import { ageBandOn } from './age-bands.js';

describe('the age band on a day', () => {
  test.each([
    ['on the day before a birthday', '2026-03-11', '1976-03-12', '40-49'],
    ['on a birthday', '2026-03-12', '1976-03-12', '50-59'],
    ['of the young', '2026-03-12', '1999-01-01', 'under-40'],
    ['of the old', '2026-03-12', '1920-01-01', '80-or-over'],
    ['where the year alone leaves one band', '2026-03-12', '1981', '40-49'],
    ['where the month alone leaves one band', '2026-04-01', '1976-03', '50-59'],
    ['where the year alone leaves two bands open', '2026-03-12', '1976', undefined],
    ['where the month alone leaves two bands open', '2026-03-12', '1976-03', undefined],
    ['before birth', '2026-03-12', '2027-01-01', undefined],
  ])('%s', (_, day, birth, band) => {
    expect(ageBandOn(day, birth)).toBe(band);
  });
});
