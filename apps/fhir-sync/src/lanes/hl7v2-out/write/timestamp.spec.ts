import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { timestamp } from './timestamp.js';

describe('a time of a record', () => {
  it.each([
    ['2026-03-12T10:05:00-05:00', 'America/New_York', '20260312110500-0400'],
    ['2026-01-12T15:05:00Z', 'America/New_York', '20260112100500-0500'],
    ['2026-01-12T15:05:00.12345Z', 'UTC', '20260112150500.1234+0000'],
    ['2026-01-01T00:30:00+05:30', 'Asia/Kolkata', '20260101003000+0530'],
    ['2026-01-01T00:30:00Z', 'Pacific/Honolulu', '20251231143000-1000'],
    ['2026-03-12', 'America/New_York', '20260312'],
    ['2026-03', 'America/New_York', '202603'],
    ['2026', 'America/New_York', '2026'],
    ['1850-01-01T12:00:00Z', 'America/New_York', '18500101120000+0000'],
    ['yesterday', 'UTC', undefined],
    ['2026-13-45T10:00:00Z', 'UTC', undefined],
  ])('%s is by the clock of %s %s', (moment, zone, text) => {
    expect(timestamp(moment, zone)).toBe(text);
  });

  it('stays the same moment in every zone', () => {
    const zone = fc.constantFrom('America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC');
    const moment = fc.date({ min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zone, moment, (zone, moment) => {
        const text = timestamp(`${moment.toISOString().slice(0, 19)}Z`, zone) ?? '';
        const read = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([+-]\d\d)(\d\d)$/.exec(text)?.slice(1) ?? [];
        const [year, month, day, hour, minute, second, offsetHour, offsetMinute] = read;
        const again = `${year}-${month}-${day}T${hour}:${minute}:${second}${offsetHour}:${offsetMinute}`;
        expect(Date.parse(again)).toBe(Math.floor(moment.getTime() / 1_000) * 1_000);
      }),
    );
  });
});
