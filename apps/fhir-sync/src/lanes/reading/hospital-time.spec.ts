import { describe, expect, it } from '@jest/globals';
import { dayOf, timeInWords } from './hospital-time.js';

describe('a time of a record', () => {
  it('is told to people with its offset, and a day as a day', () => {
    expect(timeInWords('2026-03-12T14:05:00Z', 'America/New_York')).toBe('2026-03-12 10:05 -04:00');
    expect(timeInWords('2026-03-12T14:05:09Z', 'America/New_York')).toBe('2026-03-12 10:05:09 -04:00');
    expect(timeInWords('2026-03', 'UTC')).toBe('2026-03');
    expect(dayOf('2026-03-12T01:00:00Z', 'America/New_York')).toBe('2026-03-11');
    expect(dayOf('2026-03', 'America/New_York')).toBeUndefined();
  });
});
