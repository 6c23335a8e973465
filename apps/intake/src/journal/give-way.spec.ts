import { describe, expect, it } from '@jest/globals';
import { pauseBeside } from './give-way.js';

describe('what is acknowledged gives way to what comes in', () => {
  it('nearly always while it is new', () => {
    // A millisecond of reading stands for five of work: 5 % of the time.
    expect(pauseBeside(1, 0)).toBeCloseTo(95);
  });

  it('half of the time when it has waited for five seconds', () => {
    expect(pauseBeside(1, 5_000)).toBeCloseTo(5);
  });

  it('never when it has waited for ten seconds or longer', () => {
    expect([10_000, 60_000].map((waited) => pauseBeside(1, waited))).toEqual([0, 0]);
  });
});
