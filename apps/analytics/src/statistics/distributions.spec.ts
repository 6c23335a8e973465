import { describe, expect, it } from '@jest/globals';
import { binomialLowerTail } from './binomial.js';
import { normalQuantile } from './normal-quantile.js';
import { reference, relativeError } from './references.samples.js';
import { studentTQuantile } from './student-t-quantile.js';

interface Distributions {
  normal: { p: number; quantile: number }[];
  studentT: { tail: number; degreesOfFreedom: number; quantile: number }[];
  binomial: { n: number; p: number; tail: number; k: number; probability: number }[];
}

const { normal, studentT, binomial } = reference<Distributions>('distributions');

describe('distributions', () => {
  it.each(normal)('the normal quantile of $p has all digits of a double', ({ p, quantile }) => {
    expect(relativeError(normalQuantile(p), quantile)).toBeLessThan(1e-15);
  });

  it.each(studentT)(
    'the t quantile of an upper tail of $tail with $degreesOfFreedom degrees of freedom is exact to 1e-12',
    ({ tail, degreesOfFreedom, quantile }) => {
      expect(relativeError(studentTQuantile(tail, degreesOfFreedom), quantile)).toBeLessThan(1e-12);
    },
  );

  it.each(binomial)('the lower tail $tail of $n trials with chance $p ends where it should', (trial) => {
    const { k, probability } = binomialLowerTail(trial.n, trial.p, trial.tail);
    expect(k).toBe(trial.k);
    expect(Math.abs(probability - trial.probability)).toBeLessThan(1e-13);
  });

  it('a tail that ends exactly on a probability takes that value in', () => {
    expect(binomialLowerTail(6, 0.5, 1 / 64)).toEqual({ k: 0, probability: 1 / 64 });
    expect(binomialLowerTail(40, 0.5, 2 ** -40)).toEqual({ k: 0, probability: 2 ** -40 });
  });

  it('asked for nothing that exists, they say what may be asked', () => {
    expect(() => normalQuantile(1)).toThrow('between 0 and 1');
    expect(() => studentTQuantile(0.5, 3)).toThrow('between 0 and 0.5');
    expect(() => studentTQuantile(0.1, 0)).toThrow('one degree of freedom');
  });
});
