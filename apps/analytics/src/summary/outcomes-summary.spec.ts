import { outcomesSummary as schema } from '@ilium/contracts';
import { describe, expect, it } from '@jest/globals';
import { outcomesSummary, type GroupCounts } from './outcomes-summary.js';

function group(changes: Partial<GroupCounts>): GroupCounts {
  return {
    procedureType: 'si-joint-injection',
    measure: 'nrs',
    family: 'pain',
    window: 'M3',
    open: 0,
    observed: 0,
    observedUnasked: 0,
    missing: 0,
    missingUnasked: 0,
    superseded: 0,
    retracted: 0,
    rated: 0,
    lowBaseline: 0,
    noPercentage: 0,
    improved: 0,
    over50: 0,
    atLeast50: 0,
    atLeast75: 0,
    ...changes,
  };
}

describe('outcomesSummary', () => {
  it('makes rates of the rated, and the follow-up rate of closed windows that were not cut short', () => {
    const rows = [group({ open: 5, observed: 6, missing: 2, superseded: 1, rated: 4, improved: 3, over50: 1 })];
    expect(outcomesSummary(rows).groups).toMatchObject([
      { expected: 8, followUpRate: 0.75, improvedRate: 0.75, over50Rate: 0.25 },
    ]);
  });

  it('expects no more than the site asks for', () => {
    const asked = { observed: 6, observedUnasked: 2, missing: 3, missingUnasked: 2 };
    const unasked = { observed: 4, observedUnasked: 4, missing: 1, missingUnasked: 1, window: 'M6' };
    expect(outcomesSummary([group(asked), group(unasked)]).groups).toMatchObject([
      { observed: 6, unasked: 2, expected: 5, followUpRate: 0.8 },
      { observed: 4, unasked: 4, expected: 0, followUpRate: null },
    ]);
  });

  it('answers null for a rate of nothing', () => {
    expect(outcomesSummary([group({ open: 1 })]).groups).toMatchObject([
      { followUpRate: null, improvedRate: null, over50Rate: null },
    ]);
  });

  it('leaves out groups that hold nothing live, and counts their retractions', () => {
    const summary = outcomesSummary([group({ observed: 1 }), group({ window: 'M6', retracted: 3 })]);
    expect(summary).toMatchObject({ total: 1, retracted: 3 });
    expect(summary.groups.map(({ window }) => window)).toEqual(['M3']);
  });

  it('lists windows in the order of time', () => {
    const windows = ['Y10', 'M3', '24H', 'W6', 'Y3', '30MIN', 'M12', '4H', 'W1', 'later'];
    const summary = outcomesSummary(windows.map((window) => group({ window, open: 1 })));
    expect(summary.groups.map(({ window }) => window)).toEqual([
      ...['30MIN', '4H', '24H', 'W1', 'W6', 'M3', 'M12', 'Y3', 'Y10', 'later'],
    ]);
  });

  it('keeps to its published schema', () => {
    const summary = outcomesSummary([group({ observed: 2, rated: 2 })]);
    expect(schema.strict().parse(summary)).toEqual(summary);
  });
});
