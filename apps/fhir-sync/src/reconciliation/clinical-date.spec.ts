import { describe, expect, test } from '@jest/globals';
import { clinicalDate, isOfDays } from './clinical-date.js';

const march = { from: '2026-03-01', to: '2026-03-31' };

describe('the days of a record', () => {
  test.each<[object, string | undefined]>([
    [{ performedDateTime: '2026-03-12' }, '2026-03-12'],
    [{ performedPeriod: { start: '2026-03-12T10:05:00-05:00', end: '2026-03-13' } }, '2026-03-12T10:05:00-05:00'],
    [{ effectivePeriod: { end: '2026-03-13' } }, '2026-03-13'],
    [{ date: '2026-03-12T10:05:00Z' }, '2026-03-12T10:05:00Z'],
    [{ _performedDateTime: { extension: [] } }, undefined],
  ])('%j', (resource, date) => {
    expect(clinicalDate({ ...resource })).toBe(date);
  });

  test.each([
    ['2026-03-01', true],
    ['2026-03-31T23:59:00-05:00', true],
    ['2026-04-01', false],
    ['2026-02-28T23:59:00-05:00', false],
    ['2026-03', true],
    ['2026-04', false],
    ['2026', true],
    [undefined, true],
  ])('%s is of March: %s', (date, expected) => {
    expect(isOfDays(date, march)).toBe(expected);
  });
});
