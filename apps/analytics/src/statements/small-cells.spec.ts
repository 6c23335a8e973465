import { describe, expect, it } from '@jest/globals';
import { proportionOf } from '../answers/proportion.js';
import { subjects } from './sentences.js';
import { revealsTogether, toldCounts, withoutSmallCells } from './small-cells.js';
import type { Statement } from './statement.schema.js';

const smallest = 11;

function told(count: number, of: number, changes: Partial<Statement> = {}): Statement {
  const { subject = 'si-joint' } = changes;
  const types = subjects.find(({ id }) => id === subject)?.types ?? [];
  return {
    ...{ sentence: 'less-pain', subject: 'si-joint', of: 'patients', from: null, to: null, measure: 'nrs' },
    ...{ painLocation: null, recall: null, rule: 'any-better', text: 'x', claim: null, refusals: [] },
    ...{
      expected: of,
      observed: of,
      followUpRate: 1,
      missing: null,
      complications: { count: 0, sessions: of },
      beside: [],
    },
    windows: types.map((procedureType) => ({ procedureType, window: 'W6' })),
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
    expect(withoutSmallCells(statement, [], smallest)).toBeUndefined();
  });

  it('goes without what stands beside it and is of a few, or differs by a few', () => {
    const beside = [
      { rule: 'improved', rate: proportionOf(15n, 60n, 60n) },
      { rule: 'over-50', rate: proportionOf(3n, 60n, 60n) },
      { rule: 'at-least-50', rate: proportionOf(28n, 60n, 60n) },
    ] as const;
    const statement = told(30, 60, { beside: [...beside], complications: { count: 2, sessions: 80 } });
    const kept = withoutSmallCells(statement, [], smallest);
    expect(kept).toMatchObject({ beside: [{ rule: 'improved' }], complications: null });
  });

  it('is not told where a few gave an answer that does not count', () => {
    expect(withoutSmallCells(told(30, 60, { observed: 63, expected: 63 }), [], smallest)).toBeUndefined();
  });

  it.each([0, 11, 49, 60])('tells of %d in 60', (count) => {
    expect(withoutSmallCells(told(count, 60), [], smallest)).toBeDefined();
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

  it('reveal complications also where they are of two measures', () => {
    const [earlier, later] = [12, 13].map((count, index) =>
      told(30, 60, { complications: { count, sessions: 200 + index }, to: `2026-0${index + 3}` }),
    );
    const ofFunction: Partial<Statement> = { sentence: 'better-function', measure: 'odi' };
    if (earlier === undefined || later === undefined) throw new Error('There are two.');
    expect(withoutSmallCells({ ...later, ...ofFunction }, [earlier], smallest)).toMatchObject({ complications: null });
  });

  it('reveal what is left of complications when those of the parts are taken away', () => {
    const part = told(40, 60, { complications: { count: 20, sessions: 80 } });
    const all = told(104, 157, { subject: 'overall', complications: { count: 23, sessions: 200 } });
    expect(withoutSmallCells(all, [part], smallest)).toMatchObject({ complications: null, rate: { of: 157 } });
  });

  it('reveal who is better by what stands beside them', () => {
    const beside = (count: number, of: number) => [
      { rule: 'improved', rate: proportionOf(BigInt(count), BigInt(of), BigInt(of)) } as const,
    ];
    const earlier = told(40, 80, { to: '2026-11', beside: beside(25, 80) });
    const later = told(55, 110, { to: '2026-12', beside: beside(28, 110) });
    expect(withoutSmallCells(later, [earlier], smallest)).toMatchObject({ beside: [], rate: { of: 110 } });
  });

  it('of different years say nothing of each other, however like they are', () => {
    const [before, after] = ['2025', '2026'].map((year, index) =>
      told(30 + index, 60 + 2 * index, { from: year, to: year }),
    );
    expect(before && after && revealsTogether(after, [before], smallest)).toBe(false);
  });

  it('of other subjects say nothing of each other', () => {
    expect(revealsTogether(told(30, 60), [told(33, 63, { subject: 'facet' })], smallest)).toBe(false);
  });

  it('reveal the month that is left of a year when its other parts are taken away', () => {
    const parts = [told(30, 60, { from: '2026-01', to: '2026-05' }), told(32, 62, { from: '2026-06', to: '2026-11' })];
    const year = (count: number, of: number) => told(count, of, { from: '2026', to: '2026' });
    expect(revealsTogether(year(65, 127), parts, smallest)).toBe(true);
    expect(revealsTogether(year(65, 127), parts.slice(1), smallest)).toBe(false);
    expect(revealsTogether(year(78, 150), parts, smallest)).toBe(false);
  });

  it('whatever pair of a row of periods is published, no difference of any two is small', () => {
    // What a clinic might publish month by month: each further month adds a few patients.
    const months = Array.from({ length: 40 }, (_, month) => told(20 + month * 3, 60 + month * 5));
    const published: Statement[] = [];
    for (const month of months) {
      if (withoutSmallCells(month, [], smallest) === undefined) continue;
      if (!revealsTogether(month, published, smallest)) published.push(month);
    }
    const differences = published.flatMap((one) =>
      published.flatMap((other) => {
        const others = toldCounts(other);
        return [...toldCounts(one)].map(([name, count]) => Math.abs(count - (others.get(name) ?? 0)));
      }),
    );
    expect(published.length).toBeGreaterThan(3);
    expect(differences.filter((difference) => difference > 0 && difference < smallest)).toEqual([]);
  });
});

/** A clinic's answers by type of procedure and month, some of them few. */
type Clinic = ReadonlyMap<
  string,
  readonly Readonly<{ of: number; better: number; missing: number; complications: number }>[]
>;

const monthsOfClinic = 6;

/** Always the same. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

function clinicOf(random: (below: number) => number): Clinic {
  const types = subjects.find(({ id }) => id === 'overall')?.types ?? [];
  return new Map(
    types.map((type) => [
      type,
      Array.from({ length: monthsOfClinic }, () => {
        const of = random(4) === 0 ? random(12) : random(60);
        return { of, better: random(of + 1), missing: random(10), complications: random(6) };
      }),
    ]),
  );
}

function saidOf(clinic: Clinic, id: Statement['subject'], from: number, to: number): Statement {
  const types = subjects.find((one) => one.id === id)?.types ?? [];
  const months = types.flatMap((type) => clinic.get(type)?.slice(from, to + 1) ?? []);
  const sum = (count: (month: (typeof months)[number]) => number) =>
    months.reduce((total, month) => total + count(month), 0);
  const [of, missing] = [sum((month) => month.of), sum((month) => month.missing)];
  return told(
    sum((month) => month.better),
    of,
    {
      ...{ subject: id, of: 'treatments', from: `2026-0${from + 1}`, to: `2026-0${to + 1}` },
      ...{ expected: of + missing, observed: of },
      complications: { count: sum((month) => month.complications), sessions: of + missing },
    },
  );
}

/** Months of types that a statement is about. */
function placesOf({ windows, from, to }: Statement): ReadonlySet<string> {
  const [first, last] = [Number(from?.slice(-1)), Number(to?.slice(-1))];
  return new Set(
    windows.flatMap(({ procedureType }) =>
      Array.from({ length: last - first + 1 }, (_, index) => `${procedureType} ${first + index}`),
    ),
  );
}

/** What an attacker learns who adds and takes away any three of them, where what is left are patients of some places, each once. */
function attacked(published: readonly Statement[]): readonly number[] {
  const about = published.map((statement) => ({ places: placesOf(statement), counts: toldCounts(statement) }));
  const choices = about.flatMap((one, first) =>
    about.slice(first + 1).flatMap((other, second) => [
      ...[[1, one, -1, other] as const, [-1, one, 1, other] as const].map((pair) => [pair]),
      ...about.slice(first + second + 2).flatMap((third) =>
        [
          [1, -1, -1],
          [-1, 1, -1],
          [-1, -1, 1],
          [1, 1, -1],
          [1, -1, 1],
          [-1, 1, 1],
        ].map(([a = 0, b = 0, c = 0]) => [[a, one, b, other] as const, [c, third, 0, third] as const]),
      ),
    ]),
  );
  return choices.flatMap((pairs) => {
    const terms = pairs
      .flatMap(([a, one, b, other]) => [[a, one] as const, [b, other] as const])
      .filter(([sign]) => sign !== 0);
    const times = new Map<string, number>();
    for (const [sign, { places }] of terms)
      for (const place of places) times.set(place, (times.get(place) ?? 0) + sign);
    if ([...times.values()].some((sign) => sign !== 0 && sign !== 1)) return [];
    const names = [...(terms[0]?.[1].counts.keys() ?? [])].filter((name) =>
      terms.every(([, one]) => one.counts.has(name)),
    );
    return names.map((name) => terms.reduce((sum, [sign, one]) => sum + sign * (one.counts.get(name) ?? 0), 0));
  });
}

describe('whatever a clinic asks to publish', () => {
  it.each(Array.from({ length: 5 }, (_, seed) => seed + 1))(
    'nobody finds a few in any three of them: clinic %d',
    (seed) => {
      const random = randomFrom(seed);
      const clinic = clinicOf(random);
      const published: Statement[] = [];
      for (let asked = 0; asked < 40; asked += 1) {
        const [one, other] = [random(monthsOfClinic), random(monthsOfClinic)];
        const subject = subjects[random(subjects.length)]?.id ?? 'overall';
        const statement = saidOf(clinic, subject, Math.min(one, other), Math.max(one, other));
        const kept = withoutSmallCells(statement, published, smallest);
        if (kept !== undefined) published.push(kept);
      }
      expect(published.length).toBeGreaterThan(1);
      expect(attacked(published).filter((count) => count !== 0 && Math.abs(count) < smallest)).toEqual([]);
    },
  );
});
