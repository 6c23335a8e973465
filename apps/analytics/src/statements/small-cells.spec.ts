import { describe, expect, it } from '@jest/globals';
import { proportionOf } from '../answers/proportion.js';
import { revealsTogether, toldCounts, withoutSmallCells } from './small-cells.js';
import type { Statement } from './statement.schema.js';

const smallest = 11;

function told(count: number, of: number, changes: Partial<Statement> = {}): Statement {
  return {
    ...{ sentence: 'less-pain', subject: 'si-joint', of: 'patients', from: null, to: null, measure: 'nrs' },
    ...{ painLocation: null, recall: null, windows: [], rule: 'any-better', text: 'x', claim: null, refusals: [] },
    ...{ expected: of, observed: of, followUpRate: 1, complications: { count: 0, sessions: of }, beside: [] },
    rate: proportionOf(BigInt(count), BigInt(of), 0n),
    ...changes,
  };
}

describe('a statement for everybody', () => {
  it.each([
    ['those it is true of', told(10, 60)],
    ['those it is not true of', told(50, 60)],
    ['the missing', told(30, 60, { expected: 63 })],
  ])('is not told where %s are few', (_, statement) => {
    expect(withoutSmallCells(statement, smallest)).toBeUndefined();
  });

  it('goes without what stands beside it and is of a few', () => {
    const beside = [
      { rule: 'improved', rate: proportionOf(25n, 60n, 0n) },
      { rule: 'over-50', rate: proportionOf(3n, 60n, 0n) },
    ] as const;
    const statement = told(30, 60, { beside: [...beside], complications: { count: 2, sessions: 80 } });
    const kept = withoutSmallCells(statement, smallest);
    expect(kept).toMatchObject({ beside: [{ rule: 'improved' }], complications: null });
  });

  it.each([0, 11, 49, 60])('tells of %d in 60', (count) => {
    expect(withoutSmallCells(told(count, 60), smallest)).toBeDefined();
  });
});

describe('two statements together', () => {
  it('reveal those who are in one of them only, where they are few', () => {
    expect(revealsTogether(told(30, 60), told(33, 63, { from: '2026' }), smallest)).toBe(true);
    expect(revealsTogether(told(30, 60), told(30, 75), smallest)).toBe(false);
    expect(revealsTogether(told(30, 60), told(30, 60), smallest)).toBe(false);
  });

  it('of other sentences or subjects can not be compared', () => {
    expect(revealsTogether(told(30, 60), told(33, 63, { subject: 'facet' }), smallest)).toBe(false);
  });

  it('whatever pair of a row of periods is published, no difference of any two is small', () => {
    // What a clinic might publish month by month: each further month adds a few patients.
    const months = Array.from({ length: 40 }, (_, month) => told(20 + month * 3, 60 + month * 5));
    const published: Statement[] = [];
    for (const month of months) {
      if (withoutSmallCells(month, smallest) === undefined) continue;
      if (published.every((one) => !revealsTogether(one, month, smallest))) published.push(month);
    }
    const differences = published.flatMap((one) =>
      published.flatMap((other) => {
        const [counts, others] = [toldCounts(one), toldCounts(other)];
        return counts.map((count, index) => Math.abs(count - (others[index] ?? 0)));
      }),
    );
    expect(published.length).toBeGreaterThan(3);
    expect(differences.filter((difference) => difference > 0 && difference < smallest)).toEqual([]);
  });
});
