import { describe, expect, it } from '@jest/globals';
import { toFact } from '../facts/to-fact.js';
import { blocked, observed, retraction, unobserved } from '../outcome-observations.samples.js';
import { counterNames } from './counters.js';
import { rollupDifferences, type RollupDifference } from './rollup-difference.js';

/** What a difference moves, without what stays. */
function moved(difference: RollupDifference | undefined): Record<string, number> {
  if (difference === undefined) return {};
  return Object.fromEntries(counterNames.map((name) => [name, difference[name]]).filter(([, by]) => by !== 0));
}

describe('rollupDifferences', () => {
  it('counts a new rated outcome, with what it answers', () => {
    const differences = rollupDifferences([{ before: null, after: toFact(observed(), 5) }]);
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({ measure: 'nrs', window: 'M3', period: '2026-03', shard: 5 });
    expect(moved(differences[0])).toEqual({
      observed: 1,
      rated: 1,
      improved: 1,
      atLeast50: 1,
      betterByThousandths: 4000,
      percentBetterThousandths: 50_000,
    });
  });

  it.each([
    ['a low baseline', observed({ baselineBand: 'low' }), { observed: 1, lowBaseline: 1 }],
    ['a baseline of zero', observed({ baselineBand: 'zero', percentBetter: null }), { observed: 1, noPercentage: 1 }],
    ['no baseline', observed(null), { observed: 1, noPercentage: 1 }],
  ])('counts %s apart: it enters no rate', (_, observation, expected) => {
    const [difference] = rollupDifferences([{ before: null, after: toFact(observation, 0) }]);
    expect(moved(difference)).toEqual(expected);
  });

  it('takes the old row out of its group when a correction moves a fact to another', () => {
    const before = toFact(unobserved('open'), 0);
    const after = toFact(unobserved('open', { revision: 2, period: '2026-04' }), 0);
    const differences = rollupDifferences([{ before, after }]);
    expect(differences.map((difference) => [difference.period, moved(difference)])).toEqual([
      ['2026-03', { open: -1 }],
      ['2026-04', { open: 1 }],
    ]);
  });

  it('takes back everything that a retracted fact counted', () => {
    const before = toFact(observed(), 0);
    const differences = rollupDifferences([
      { before: null, after: before },
      { before, after: toFact(retraction({ revision: 2 }), 0) },
    ]);
    expect(differences.map((difference) => [difference.measure, moved(difference)])).toEqual([['', { retracted: 1 }]]);
  });

  it.each([
    ['a result that is no score', blocked()],
    ["a joint's outcome, whose session is counted already", observed({}, { side: 'left' })],
  ])('counts %s in no rollup', (_, observation) => {
    expect(rollupDifferences([{ before: null, after: toFact(observation, 0) }])).toEqual([]);
  });

  it('moves nothing when a newer revision says the same', () => {
    const before = toFact(observed(), 0);
    expect(rollupDifferences([{ before, after: toFact(observed({}, { revision: 2 }), 0) }])).toEqual([]);
  });
});
