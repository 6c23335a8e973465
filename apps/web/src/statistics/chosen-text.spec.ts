import { describe, expect, it } from '@jest/globals';
import { chosenText } from './chosen-text.js';

describe('what episodes are of', () => {
  it.each([
    [
      'procedureType=epidural-injection&window=W6&from=2026-03&to=2026&sex=female&ageBand=60-69&counted=observed',
      'Epidural injection, after 6 weeks, from March 2026, to 2026, women, aged 60 to 69, Scores given.',
    ],
    [
      'agents=both&intent=therapeutic&approach=caudal',
      'given: anaesthetic and steroid, meant to treat, by the caudal approach.',
    ],
    ['ageBand=all&after=x', 'ageBand all.'],
    ['', 'All scores that were given.'],
  ])('is said in words: %s', (address, words) => {
    expect(chosenText(new URLSearchParams(address))).toBe(words);
  });
});
