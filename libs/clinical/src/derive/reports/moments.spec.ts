import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, compareMoments, dayIn, daysBetween, isInOrder, isPeriod, momentOf } from './moments.js';

const zones = ['America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC'];
const instant = fc.date({ min: new Date('1975-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
const text = fc.oneof(
  fc.constantFrom('2026-03-12', '2026-03-11', '2026-03', '2026', '2026-03-12T01:00:00+09:00', '2026-03-11T20:00:00Z'),
  instant.map((date) => date.toISOString()),
);

describe('days', () => {
  test("the day of an instant is its date on the site's calendar", () => {
    const format = new Map(zones.map((timeZone) => [timeZone, new Intl.DateTimeFormat('en-CA', { timeZone })]));
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (date, timeZone) => {
        expect(dayIn(date.getTime(), timeZone)).toBe(format.get(timeZone)?.format(date));
      }),
    );
  });

  test('a day of the first century has four digits of year as well', () => {
    expect(dayIn(Date.parse('0050-06-01T12:00:00Z'), 'UTC')).toBe('0050-06-01');
  });

  test("adding days and counting them are each other's reverse", () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -9000, max: 9000 }), (date, days) => {
        const day = date.toISOString().slice(0, 10);
        expect(daysBetween(day, addDays(day, days))).toBe(days);
      }),
    );
  });
});

describe('the order of moments', () => {
  test('is one order, whatever precision and zone the sources use', () => {
    const moment = fc.tuple(text, fc.constantFrom('Asia/Tokyo')).map(([said, zone]) => momentOf(said, zone));
    fc.assert(
      fc.property(moment, moment, moment, (a, b, c) => {
        expect(Math.sign(compareMoments(a, b)) + Math.sign(compareMoments(b, a))).toBe(0);
        const isChain = compareMoments(a, b) <= 0 && compareMoments(b, c) <= 0;
        expect(isChain && compareMoments(a, c) > 0).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test('a time without a day has neither day nor instant', () => {
    expect(momentOf('2026-03', 'UTC')).toEqual({ text: '2026-03' });
    expect(momentOf('2026-03-12', 'UTC')).toEqual({ text: '2026-03-12', day: '2026-03-12' });
  });

  test.each([
    ['2026-03-12T10:05:00-04:00', '2026-03-12T14:05:00Z', true],
    ['2026-03-12T10:05:00-04:00', '2026-03-12T14:04:59Z', false],
    ['2026-03-12', '2026-03-12T09:00:00Z', true],
    ['2026-03-12', '2026-03-11T23:00:00Z', false],
    ['2026-03', '2026-03-01', true],
    ['2026-03-12', '2026-03-12', true],
  ])('from %s to %s: in order %s', (start, end, expected) => {
    expect(isInOrder(start, end)).toBe(expected);
  });

  test('trap 21: a date and a time make no period, nor do ends in the wrong order', () => {
    expect(isPeriod('2026-03-12', '2026-03-12')).toBe(true);
    expect(isPeriod('2026-03-12', '2026-03-12T10:23:00-04:00')).toBe(false);
    expect(isPeriod('2026-03', '2026-03-12')).toBe(false);
    expect(isPeriod('2026-03-12T10:05:00-04:00', '2026-03-12T10:23:00-04:00')).toBe(true);
    expect(isPeriod('2026-03-12T10:05:00-04:00', '2026-03-12T10:04:00-04:00')).toBe(false);
  });
});
