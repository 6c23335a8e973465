import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { months } from '../rollups/profiles.js';
import { selectedEntries } from './selected-entries.js';

const year = fc.constantFrom('0001', '2023', '2024', '2025', '2026', '9999');
const month = fc.constantFrom(...months.filter((one) => one !== ''));
const period = fc.oneof(
  year,
  fc.tuple(year, month).map((both) => both.join('-')),
);
const asked = fc.record({ from: fc.option(period, { nil: undefined }), to: fc.option(period, { nil: undefined }) });

describe('selected entries', () => {
  it('read whatever a year within the period is told apart by', () => {
    fc.assert(
      fc.property(asked, fc.boolean(), year, ({ from, to }, isByPeriod, of) => {
        fc.pre((from ?? of).slice(0, 4) <= of && of <= (to ?? of).slice(0, 4));
        const { bits, partsOf } = selectedEntries(
          { of: 'treatments', sex: 'female', ...(from && { from }), ...(to && { to }) },
          { scale: 'with-unsaid', isByPeriod },
        );
        const needed = partsOf(of).flatMap(({ wanted }) => wanted.flatMap((one) => one.bits));
        expect(needed.filter((name) => !bits.includes(name))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
