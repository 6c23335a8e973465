import { describe, expect, it } from '@jest/globals';
import { isAfter, minutesLater, momentOf, sayingTime } from './times.js';

const zone = 'America/New_York';

describe('a time keeps its precision', () => {
  it.each([
    ['2026', '2026'],
    ['202603', '2026-03'],
    ['20260312', '2026-03-12'],
    ['2026031210', '2026-03-12'],
    ['2026031210-0500', '2026-03-12'],
    ['202603121005', '2026-03-12T10:05:00-04:00'],
    ['20260112100507', '2026-01-12T10:05:07-05:00'],
    ['20260112100507.25', '2026-01-12T10:05:07.25-05:00'],
    ['20260312100507.1234+0530', '2026-03-12T10:05:07.1234+05:30'],
    ['202603121005-0000', '2026-03-12T10:05:00-00:00'],
    ['20240229', '2024-02-29'],
  ])('%s is %s', (text, moment) => {
    expect(momentOf(text, zone)).toBe(moment);
  });

  it.each([
    '202613',
    '20260230',
    '20250229',
    '202603122400',
    '202603121060',
    '20260312100560',
    '00000101',
    '2026031',
    '202603121005+1500',
    '202603121005-0560',
    '2026-03-12',
    '12.03.2026',
    'yesterday',
    '',
  ])('%s is none', (text) => {
    expect(momentOf(text, zone)).toBeUndefined();
  });
});

describe('local time', () => {
  it.each([
    ['that the clock shows twice is its first pass', '202611010130', '2026-11-01T01:30:00-04:00'],
    ['after the clock went back', '202611010200', '2026-11-01T02:00:00-05:00'],
    ['that the clock skips stays as written, by the clock before', '202603080230', '2026-03-08T02:30:00-05:00'],
    ['before the clock goes forward', '202603080159', '2026-03-08T01:59:00-05:00'],
  ])('%s', (_, text, moment) => {
    expect(momentOf(text, zone)).toBe(moment);
  });

  it.each([
    ['Asia/Kolkata', '2026-03-12T10:05:00+05:30'],
    ['UTC', '2026-03-12T10:05:00+00:00'],
    ['Australia/Lord_Howe', '2026-03-12T10:05:00+11:00'],
    ['America/St_Johns', '2026-03-12T10:05:00-02:30'],
  ])('of %s', (place, moment) => {
    expect(momentOf('202603121005', place)).toBe(moment);
  });

  it('before the zones were made still is a time', () => {
    expect(momentOf('188001011200', zone)).toMatch(/^1880-01-01T12:00:00-0\d:\d\d$/);
  });
});

describe('when something was said', () => {
  it.each([
    ['the first that has a time', ['2026-03-12', '2026-03-13T08:00:00-04:00'], '2026-03-13T08:00:00-04:00'],
    ['else the beginning of the first day', ['2026', '2026-03-12', '2026-03-13'], '2026-03-12T00:00:00-04:00'],
    ['nothing, where no day is named', ['2026', '2026-03'], undefined],
  ])('is %s', (_, moments, expected) => {
    expect(sayingTime(moments, zone)).toBe(expected);
  });
});

describe('the future', () => {
  const now = Date.parse('2026-03-12T10:05:00-04:00');

  it.each([
    ['2026-03-12T10:05:00-04:00', false],
    ['2026-03-12T15:05:00+01:00', false],
    ['2026-03-12T10:06:00-04:00', true],
    ['2026-03-12', false],
    ['2026-03-13', true],
    ['2026-03', false],
    ['2027', true],
  ])('begins for %s: %s', (moment, expected) => {
    expect(isAfter(moment, now, zone)).toBe(expected);
  });
});

describe('minutes later', () => {
  it.each([
    ['2026-03-12T10:05:00-04:00', 18, '2026-03-12T10:23:00-04:00'],
    ['2026-03-12T23:50:00+05:30', 20, '2026-03-13T00:10:00+05:30'],
    ['2026-03-12T10:05:00Z', 1, '2026-03-12T10:06:00Z'],
    ['2026-03-12', 18, undefined],
    ['2026-03-12T10:05:00Z', 1e20, undefined],
  ])('than %s by %s is %s', (moment, minutes, expected) => {
    expect(minutesLater(moment, minutes)).toBe(expected);
  });
});
