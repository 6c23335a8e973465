import { describe, expect, it } from '@jest/globals';
import type { ReliefCurve } from './ask.js';
import { lastDayOf, shapeOf } from './relief-shape.js';

const interval = { lower: 0.5, upper: 0.9 };
const curve: ReliefCurve = {
  ...{ n: 10, converged: true, median: null, atMidPoints: [] },
  drops: [
    { after: 0, until: 0, survival: 0.8, interval },
    { after: 14, until: 42, survival: 0.5, interval },
    { after: 91, until: null, survival: 0, interval: null },
  ],
};

describe('the shape of a curve of relief', () => {
  it('is a box where nobody knows the day, and a level between', () => {
    expect(shapeOf(curve, 100)).toEqual({
      boxes: [
        { from: 0, to: 0, top: 1, bottom: 0.8, isOpen: false, interval },
        { from: 14, to: 42, top: 0.8, bottom: 0.5, isOpen: false, interval },
        { from: 91, to: 100, top: 0.5, bottom: 0, isOpen: true, interval: null },
      ],
      levels: [
        { from: 0, to: 14, survival: 0.8 },
        { from: 42, to: 91, survival: 0.5 },
      ],
    });
  });

  it('goes on level behind the last drop', () => {
    const { levels } = shapeOf({ ...curve, drops: curve.drops.slice(0, 1) }, 14);
    expect(levels).toEqual([{ from: 0, to: 14, survival: 0.8 }]);
  });

  it('leaves room for what was never seen to end', () => {
    expect(lastDayOf(curve)).toBeGreaterThan(91);
    expect(lastDayOf({ ...curve, drops: [] })).toBe(14);
  });
});
