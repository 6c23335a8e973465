import { defaultRules } from '@ilium/clinical';
import { describe, expect, it } from '@jest/globals';
import { newestDay, readEvents } from './read-events.js';
import { injection, nrs } from './testing/reports.js';

describe('the newest day in the input', () => {
  const late = injection({ patient: 'A', id: 'P1' }, { performed: '2026-03-12T23:30:00-04:00' });
  const newestIn = (events: object[], timeZone: string) =>
    newestDay(readEvents([JSON.stringify(events)]).events, { ...defaultRules, timeZone });

  it('is a day of the time zone of the site', () => {
    expect(newestIn([late], 'America/New_York')).toBe('2026-03-12');
    expect(newestIn([late], 'Asia/Tokyo')).toBe('2026-03-13');
  });

  it('is the latest that anything speaks of, whatever the order', () => {
    const events = [nrs({ patient: 'A', id: 'S2' }, 3, '2026-03-26'), late];
    expect(newestIn(events, 'America/New_York')).toBe('2026-03-26');
    expect(newestIn(events.toReversed(), 'America/New_York')).toBe('2026-03-26');
  });
});
