import { describe, expect, it } from '@jest/globals';
import { numbersOf, statusLine } from './figures.js';
import { ledgerOf, settled } from './snapshot.samples.js';

describe('the status line', () => {
  it('counts events at the mapper, records at the FHIR server, outcomes in analytics, and what waits anywhere', () => {
    const ledgers = {
      mapper: ledgerOf('mapper', 'ilium.procedure-events.v1', { done: 1230, parked: 4, lag: 7 }),
      'fhir-sync': ledgerOf('fhir-sync', 'ilium.fhir-bundles.v1', { parked: 1, lag: 2 }),
      analytics: settled.ledgers.analytics,
    };
    expect(numbersOf({ ...settled, ledgers })).toEqual({ events: 1234, procedures: 1, outcomes: 2, parked: 5, lag: 9 });
  });

  it.each([
    [42_000, '0:42'],
    [61_000, '1:01'],
    [3_723_000, '1:02:03'],
  ])('reads easily after %d ms', (ms, clock) => {
    const numbers = { events: 1234, procedures: 210, outcomes: 480, parked: 0, lag: 7 };
    expect(statusLine(numbers, ms)).toBe(
      `events in 1,234 · procedures written 210 · outcomes counted 480 · parked 0 · lag 7 · up ${clock}`,
    );
  });
});
