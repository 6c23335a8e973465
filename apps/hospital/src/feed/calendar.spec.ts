import { describe, expect, it } from '@jest/globals';
import { addDays, daysFrom, localTime, utcTime } from './calendar.js';

describe('the calendar', () => {
  it.each([
    ['2026-03-07', '-05:00'],
    ['2026-03-08', '-04:00'],
    ['2026-10-31', '-04:00'],
    ['2026-11-01', '-05:00'],
    ['2021-03-14', '-04:00'],
    ['2021-11-06', '-04:00'],
    ['2021-11-07', '-05:00'],
  ])('on %s clocks are at %s, as the time zone database says', (day, offset) => {
    const time = localTime(day, 10 * 60 + 5);
    expect(time).toBe(`${day}T10:05:00${offset}`);
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'America/New_York',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    expect(format.format(Date.parse(time))).toBe(`${day} 10:05:00`);
  });

  it('an evening is the next day in UTC', () => {
    expect(utcTime('2026-03-12', 21 * 60)).toBe('2026-03-13T01:00:00Z');
  });

  it('days are counted across changes of clocks and years', () => {
    expect(addDays('2025-12-31', 90)).toBe('2026-03-31');
    expect(daysFrom('2025-12-31', '2026-03-31')).toBe(90);
  });
});
