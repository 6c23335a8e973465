import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { askedPeriods, hasYearsInPart, spansOf } from './asked-periods.js';

const anyPeriod = fc
  .tuple(fc.constantFrom('0000', '0999', '2024', '2025', '2026', '2027', '9999'), fc.integer({ min: 0, max: 12 }))
  .map(([year, month]) => (month === 0 ? year : `${year}-${String(month).padStart(2, '0')}`));

/** The months of a period, counted from the year 0. */
function monthsOf(period: string): readonly [number, number] {
  const [year = 0, month] = period.split('-').map(Number);
  return month === undefined ? [12 * year, 12 * year + 11] : [12 * year + month - 1, 12 * year + month - 1];
}

describe('asked periods', () => {
  it('hold each period once whose months all lie within, and no other', () => {
    const bound = fc.option(anyPeriod, { nil: undefined });
    fc.assert(
      fc.property(bound, bound, anyPeriod, (from, to, period) => {
        fc.pre(from === undefined || to === undefined || monthsOf(from)[0] <= monthsOf(to)[1]);
        const [first, last] = monthsOf(period);
        const isWithin =
          (from === undefined || monthsOf(from)[0] <= first) && (to === undefined || last <= monthsOf(to)[1]);
        const spans = spansOf({ from, to }) ?? [{ since: '', before: '99999' }];
        expect(spans.filter(({ since, before }) => since <= period && period < before)).toHaveLength(isWithin ? 1 : 0);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    [
      { from: '2025', to: '2026' },
      { since: '2025', before: '20269' },
    ],
    [
      { from: '2025-01', to: '2026-12' },
      { since: '2025', before: '20269' },
    ],
    [{ to: '2026' }, { since: '0000', before: '20269' }],
    [{}, { since: '0000', before: '99999' }],
  ])('are whole years where no year is asked for in part: %j', (asked, years) => {
    expect(askedPeriods(asked)).toEqual({ years, months: [] });
    expect(hasYearsInPart(asked)).toBe(false);
  });

  it.each([
    [{ from: '2023-07' }, { since: '20239', before: '99999' }, [{ since: '2023-07', before: '2023-129' }]],
    [
      { from: '2023-07', to: '2026-03' },
      { since: '20239', before: '2026' },
      [
        { since: '2023-07', before: '2023-129' },
        { since: '2026-01', before: '2026-039' },
      ],
    ],
    [{ from: '2026', to: '2026-03' }, { since: '20269', before: '2026' }, [{ since: '2026-01', before: '2026-039' }]],
  ])('name the months of years that are asked for in part: %j', (asked, years, months) => {
    expect(askedPeriods(asked)).toEqual({ years, months });
    expect(hasYearsInPart(asked)).toBe(true);
  });
});
