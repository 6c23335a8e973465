import { describe, expect, it } from '@jest/globals';
import { kaplanMeier } from './kaplan-meier.js';
import { knownAt } from './known-at.js';
import { atMidPoints } from './mid-points.js';

const cells = [
  { after: 0, until: 0, count: 2 },
  { after: 14, until: 43, count: 3 },
  { after: 91, until: null, count: 5 },
];

describe('intervals of relief as counts', () => {
  it('mid-points: an end between two visits is put in the middle, an exact one stays', () => {
    expect(atMidPoints(cells)).toEqual([
      { day: 0, events: 2, censored: 0 },
      { day: 28.5, events: 3, censored: 0 },
      { day: 91, events: 0, censored: 5 },
    ]);
    expect(kaplanMeier(atMidPoints(cells))?.steps.map(({ survival }) => survival)).toEqual([0.8, 0.5, 0.5]);
  });

  it('what is known on a day: with relief, ended, or between visits', () => {
    expect(knownAt(cells, [0, 14, 15, 43, 92])).toEqual([
      { day: 0, withRelief: 8, ended: 2, unknown: 0 },
      { day: 14, withRelief: 8, ended: 2, unknown: 0 },
      { day: 15, withRelief: 5, ended: 2, unknown: 3 },
      { day: 43, withRelief: 5, ended: 5, unknown: 0 },
      { day: 92, withRelief: 0, ended: 5, unknown: 5 },
    ]);
  });
});
