import { describe, expect, test } from '@jest/globals';
import { isUnclearTime } from './clock-changes.js';

describe('clinical rule 6: a time by a clock that was changed is not known', () => {
  test.each([
    ['in the gap, with the offset before', '2026-03-08T02:30:00-05:00', 'America/New_York', true],
    ['in the gap, with the offset after', '2026-03-08T02:30:00-04:00', 'America/New_York', true],
    ['before the gap', '2026-03-08T01:59:59-05:00', 'America/New_York', false],
    ['after the gap', '2026-03-08T03:00:00-04:00', 'America/New_York', false],
    ['in the fold, the first time', '2026-11-01T01:30:00-04:00', 'America/New_York', true],
    ['in the fold, the second time', '2026-11-01T01:30:00-05:00', 'America/New_York', true],
    ['before the fold', '2026-11-01T00:59:59-04:00', 'America/New_York', false],
    ['after the fold', '2026-11-01T02:00:00-05:00', 'America/New_York', false],
    ['in UTC nothing is unclear', '2026-11-01T05:30:00Z', 'America/New_York', false],
    ['by a clock of elsewhere', '2026-11-01T01:30:00+09:00', 'America/New_York', false],
    ['a date', '2026-03-08', 'America/New_York', false],
    ['half an hour of Lord Howe', '2026-10-04T02:15:00+10:30', 'Australia/Lord_Howe', true],
    ['where no clock is changed', '2026-03-08T02:30:00+00:00', 'UTC', false],
  ])('%s: %s in %s is %p', (_, text, zone, expected) => {
    expect(isUnclearTime(text, zone)).toBe(expected);
  });
});
