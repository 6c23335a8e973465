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
    rate: proportionOf(BigInt(count), BigInt(of), BigInt(of)),
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

  it('goes without what stands beside it and is of a few, or differs by a few', () => {
    const beside = [
      { rule: 'improved', rate: proportionOf(15n, 60n, 60n) },
      { rule: 'over-50', rate: proportionOf(3n, 60n, 60n) },
      { rule: 'at-least-50', rate: proportionOf(28n, 60n, 60n) },
    ] as const;
    const statement = told(30, 60, { beside: [...beside], complications: { count: 2, sessions: 80 } });
    const kept = withoutSmallCells(statement, smallest);
    expect(kept).toMatchObject({ beside: [{ rule: 'improved' }], complications: null });
  });

  it('is not told where a few gave an answer that does not count', () => {
    expect(withoutSmallCells(told(30, 60, { observed: 63, expected: 63 }), smallest)).toBeUndefined();
  });

  it.each([0, 11, 49, 60])('tells of %d in 60', (count) => {
    expect(withoutSmallCells(told(count, 60), smallest)).toBeDefined();
  });
});

describe('two statements together', () => {
  it('reveal those who are in one of them only, where they are few', () => {
    expect(revealsTogether(told(30, 60), [told(33, 63, { from: '2026' })], smallest)).toBe(true);
    expect(revealsTogether(told(30, 60), [told(45, 75)], smallest)).toBe(false);
    expect(revealsTogether(told(30, 60), [told(30, 60)], smallest)).toBe(false);
  });

  it('reveal who is better by a few points only, where two sentences are read off one measure', () => {
    expect(revealsTogether(told(30, 60), [told(28, 60, { sentence: 'improved-over-half' })], smallest)).toBe(true);
  });

  it('reveal complications of a further month', () => {
    const [one, other] = [12, 13].map((count) => told(30, 60, { complications: { count, sessions: 200 } }));
    expect(one && other && revealsTogether(one, [other], smallest)).toBe(true);
  });

  it('reveal what is left of all when its parts are taken away', () => {
    const parts = [told(40, 60), told(42, 63, { subject: 'epidural' })];
    const all = (count: number, of: number) => told(count, of, { subject: 'overall' });
    expect(revealsTogether(all(84, 126), parts, smallest)).toBe(true);
    expect(revealsTogether(all(104, 157), parts, smallest)).toBe(false);
    expect(revealsTogether(told(40, 60), [all(84, 126), told(42, 63, { subject: 'epidural' })], smallest)).toBe(true);
  });

  it('of other subjects say nothing of each other', () => {
    expect(revealsTogether(told(30, 60), [told(33, 63, { subject: 'facet' })], smallest)).toBe(false);
  });

  it('whatever pair of a row of periods is published, no difference of any two is small', () => {
    // What a clinic might publish month by month: each further month adds a few patients.
    const months = Array.from({ length: 40 }, (_, month) => told(20 + month * 3, 60 + month * 5));
    const published: Statement[] = [];
    for (const month of months) {
      if (withoutSmallCells(month, smallest) === undefined) continue;
      if (!revealsTogether(month, published, smallest)) published.push(month);
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
