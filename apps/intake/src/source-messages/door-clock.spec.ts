import { describe, expect, it } from '@jest/globals';
import { DoorClock } from './door-clock.js';

const noon = Date.UTC(2026, 2, 12, 12);

describe('the order of receipt', () => {
  it('never stands still and never goes back, whatever the clock does', () => {
    let now = noon;
    const clock = new DoorClock(() => now);
    const stamps = [0, 0, -60_000, 0, 1].map((change) => {
      now += change;
      return clock.next();
    });
    expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
    expect(new Set(stamps).size).toBe(stamps.length);
  });

  it('goes on above what the store has seen', () => {
    const clock = new DoorClock(() => noon);
    const seen = clock.next() + 5_000_000;
    clock.raise(seen);
    clock.raise(seen - 1);
    expect(clock.next()).toBe(seen + 1);
  });

  it('fits into the sequence of a CloudEvent for decades', () => {
    expect(String(new DoorClock(() => Date.UTC(2050, 0, 1)).next())).toMatch(/^\d{1,15}$/);
  });
});
