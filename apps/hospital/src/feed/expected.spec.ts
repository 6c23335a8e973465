import { describe, expect, it } from '@jest/globals';
import { expectedCounts } from './expected.js';

describe('what a feed implies', () => {
  it('is the sum of its courses', () => {
    const one = expectedCounts({ seed: 1, courses: 1 });
    expect(one).toMatchObject({
      courses: 1,
      procedures: 1,
      observations: 4 + 2 + 2,
      outcomes: 4,
      skipped: 0,
      parked: 0,
    });
    const many = expectedCounts({ seed: 1, courses: 60 });
    expect(many.events).toBeGreaterThan(many.skipped);
    expect(many).toEqual(expectedCounts({ seed: 1, courses: 60, asOf: '2026-10-30' }));
  });

  it('has fewer outcomes on an earlier day, and the same records of what was done', () => {
    const [early, late] = [
      expectedCounts({ seed: 3, courses: 60, asOf: '2025-01-01' }),
      expectedCounts({ seed: 3, courses: 60, asOf: '2026-10-30' }),
    ];
    expect(early.outcomes).toBeLessThan(late.outcomes);
    expect([early.procedures, early.medicationAdministrations]).toEqual([
      late.procedures,
      late.medicationAdministrations,
    ]);
  });
});
