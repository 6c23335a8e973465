import { describe, expect, it } from '@jest/globals';
import { aboutText } from './about-text.js';

const lessPain: Parameters<typeof aboutText>[0] = {
  measure: 'nrs',
  painLocation: null,
  recall: null,
  of: 'treatments',
  from: null,
  to: null,
  windows: [{ procedureType: 'si-joint-injection', window: 'W6' }],
};

describe('what a sentence is about', () => {
  it.each([
    [{}, 'treatments of all years'],
    [{ from: '2026', to: '2026' }, 'treatments of 2026'],
    [{ from: '2026-01', to: '2026-03' }, 'treatments from January 2026 to March 2026'],
    [{ to: '2026-03' }, 'treatments up to March 2026'],
    [{ from: '2026', of: 'patients' } as const, "patients' first treatments from 2026 on"],
  ])('tells of which time: %j', (changes, when) => {
    expect(aboutText({ ...lessPain, ...changes })).toBe(`Pain (NRS, 0 to 10), 6 weeks after ${when}`);
  });

  it('tells the location, and all windows', () => {
    const windows = [...lessPain.windows, { procedureType: 'facet-rfa', window: 'M3' } as const];
    expect(aboutText({ ...lessPain, windows, painLocation: 'back' })).toBe(
      'Pain (NRS, 0 to 10), in the back, 6 weeks or 3 months, by the kind of treatment, after treatments of all years',
    );
  });
});
