import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.js';

describe('the options of the bench', () => {
  it('have defaults', () => {
    const parts = ['rates', 'history', 'mllp', 'delivery', 'statistics'];
    expect(readOptions([])).toEqual({ help: false, json: false, courses: 500, runs: 3, facts: 1_000_000, parts });
  });

  it.each([
    [['--runs', '0'], /--runs wants a whole number/],
    [['--courses', 'many'], /--courses wants a whole number/],
    [['--only', 'rate'], /--only wants rates, history, mllp/],
    [['--rnus', '3'], /'--rnus'.*--help/],
  ])('say what is wrong with %p', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
