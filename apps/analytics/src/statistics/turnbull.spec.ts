import { describe, expect, it } from '@jest/globals';
import { innermostIntervals, type ReliefCell } from './innermost-intervals.js';
import { kaplanMeier } from './kaplan-meier.js';
import { kktTolerance } from './npmle.js';
import { reference, relativeError, seeded } from './references.samples.js';
import { survivalQuantile } from './survival-quantile.js';
import { type Drop, survivalAt, turnbull, turnbullQuantile } from './turnbull.js';

interface TurnbullCase {
  name: string;
  n: number;
  confidence: number;
  cells: ReliefCell[];
  innermost: number;
  drops: Drop[];
}

const cases = reference<TurnbullCase[]>('turnbull');
const radiotherapy = cases.find(({ name }) => name === 'radiotherapy')?.cells ?? [];
const withChemotherapy = cases.find(({ name }) => name === 'radiotherapy and chemotherapy')?.cells ?? [];

function cell(after: number, until: number | null, count = 1): ReliefCell {
  return { after, until, count };
}

/** Relief between visits that are not on the same days for everybody. */
function courses(seed: number, people: number): ReliefCell[] {
  const random = seeded(seed);
  return Array.from({ length: people }, () => {
    if (random(5) === 0) return cell(0, 0);
    const end = 1 + random(1 + random(400));
    const visits = [14, 42, 91, 182, 365].map((day) => day + random(13) - 6).filter(() => random(4) > 0);
    return cell(visits.findLast((day) => day < end) ?? 0, visits.find((day) => day >= end) ?? null);
  });
}

describe.each(cases)('Turnbull’s estimate, $name, as a program in 40 digits has it', (expected) => {
  const curve = turnbull(expected.cells, expected.confidence);

  it('innermost intervals, masses and survival', () => {
    expect(curve?.n).toBe(expected.n);
    expect(curve?.innermost).toBe(expected.innermost);
    expect(curve?.drops.map(({ after, until }) => [after, until])).toEqual(
      expected.drops.map(({ after, until }) => [after, until]),
    );
    for (const [index, { mass, survival }] of expected.drops.entries()) {
      expect(relativeError(curve?.drops[index]?.mass, mass)).toBeLessThan(1e-9);
      expect(curve?.drops[index]?.survival).toBeCloseTo(survival, 10);
    }
  });

  it('intervals, from a likelihood differentiated numerically', () => {
    for (const [index, { interval }] of expected.drops.entries()) {
      const found = curve?.drops[index]?.interval;
      expect(relativeError(found?.lower, interval?.lower)).toBeLessThan(1e-9);
      expect(relativeError(found?.upper, interval?.upper)).toBeLessThan(1e-9);
    }
  });
});

describe('Turnbull’s estimate', () => {
  it('of breast retraction after radiotherapy is the one that Fay and Shaw 2010 print', () => {
    const printed = (cells: readonly ReliefCell[]) =>
      turnbull(cells)?.drops.map(({ after, until, mass }) => `${after} ${until} ${mass.toFixed(4)}`);
    expect(printed(radiotherapy)).toEqual([
      ...['4 5 0.0463', '6 7 0.0334', '7 8 0.0887', '11 12 0.0708', '24 25 0.0926', '33 34 0.0818', '38 40 0.1209'],
      '46 48 0.4656',
    ]);
    expect(printed(withChemotherapy)).toEqual([
      ...['4 5 0.0433', '5 8 0.0433', '11 12 0.0692', '16 17 0.1454', '18 19 0.1411', '19 20 0.1157', '24 25 0.0999'],
      ...['30 31 0.0709', '35 36 0.1608', '44 48 0.0552', '48 60 0.0552'],
    ]);
  });

  it('of exact and right-censored days is Kaplan-Meier’s, with Greenwood’s interval', () => {
    const random = seeded(3);
    const people = Array.from({ length: 300 }, () => ({ day: random(80), seen: random(3) > 0 }));
    const exact = turnbull(people.map(({ day, seen }) => cell(day, seen ? day : null)));
    const product = kaplanMeier(
      people.map(({ day, seen }) => ({ day, events: Number(seen), censored: Number(!seen) })),
    );
    const steps = product?.steps.filter(({ events }) => events > 0) ?? [];
    const drops = exact?.drops.filter(({ until }) => until !== null) ?? [];
    expect(drops.map(({ until }) => until)).toEqual(steps.map(({ day }) => day));
    for (const [index, { survival, interval }] of steps.entries()) {
      expect(drops[index]?.survival).toBeCloseTo(survival, 11);
      expect(relativeError(drops[index]?.interval?.lower, interval?.lower)).toBeLessThan(1e-9);
      expect(relativeError(drops[index]?.interval?.upper, interval?.upper)).toBeLessThan(1e-9);
    }
    const median = product && survivalQuantile(product, 0.5);
    expect(exact && turnbullQuantile(exact, 0.5)).toEqual({
      after: median?.day,
      until: median?.day,
      lower: median?.lower,
      upper: median?.upper,
    });
  });

  it.each([10, 100, 1000, 5000])('fulfils the conditions of the maximum, checked anew, of %d people', (people) => {
    for (let seed = 1; seed <= 5; seed++) {
      const cells = courses(seed, people);
      const curve = turnbull(cells);
      expect(curve?.kkt.holds).toBe(true);
      const { intervals, ranges } = innermostIntervals(cells);
      const masses = intervals.map(
        ({ after, until }) => curve?.drops.find((drop) => drop.after === after && drop.until === until)?.mass ?? 0,
      );
      const slopes = intervals.map((_, j) =>
        ranges
          .filter(({ first, last }) => first <= j && j <= last)
          .reduce((sum, { first, last, share }) => sum + share / massOf(masses.slice(first, last + 1)), 0),
      );
      expect(Math.max(...slopes)).toBeLessThanOrEqual(1 + kktTolerance);
      const ofMass = slopes.filter((_, j) => (masses[j] ?? 0) > 0);
      expect(Math.min(...ofMass)).toBeGreaterThanOrEqual(1 - kktTolerance);
      expect(massOf(masses)).toBeCloseTo(1, 10);
    }
  });

  it('fulfils them for intervals of every kind, with counts from one to a billion', () => {
    const random = seeded(17);
    for (let round = 0; round < 500; round++) {
      const cells = Array.from({ length: 2 + random(20) }, () => {
        const after = random(25);
        const until = [after, null, after + 1 + random(25), after + 1 + random(5)][random(4)] ?? null;
        return cell(after, until, 1 + random(10 ** random(10)));
      });
      const curve = turnbull(cells);
      expect(curve?.kkt.holds).toBe(true);
      expect(massOf(curve?.drops.map(({ mass }) => mass) ?? [])).toBeCloseTo(1, 10);
    }
  });

  it('neither order nor grouping matters', () => {
    const cells = courses(8, 400);
    const groups = Map.groupBy(cells, ({ after, until }) => `${after} ${until}`);
    const grouped = [...groups.values()].flatMap((group) =>
      group.slice(0, 1).map((one) => ({ ...one, count: group.length })),
    );
    const once = turnbull(cells);
    expect(turnbull(cells.toReversed())).toEqual(once);
    expect(turnbull([...grouped, cell(3, 9, 0)])).toEqual(once);
  });

  it('another unit of time changes days and nothing else', () => {
    const cells = courses(8, 200);
    const scaled = turnbull(
      cells.map(({ after, until, count }) => cell(after * 24, until === null ? null : until * 24, count)),
    );
    const inDays = scaled?.drops.map((drop) => ({
      ...drop,
      after: drop.after / 24,
      until: drop.until === null ? null : drop.until / 24,
    }));
    expect(inDays).toEqual(turnbull(cells)?.drops);
  });

  it('says where it does not know', () => {
    const curve = turnbull([cell(0, 0, 2), cell(14, 42, 3), cell(42, 91, 4), cell(91, null, 1)]);
    const at = (day: number) => curve && survivalAt(curve, day);
    expect(at(0)).toMatchObject({ atLeast: expect.closeTo(0.8, 12), atMost: expect.closeTo(0.8, 12) });
    expect(at(14)).toEqual(at(0));
    expect(at(20)).toEqual({
      atLeast: expect.closeTo(0.5, 12),
      atMost: expect.closeTo(0.8, 12),
      lower: at(42)?.lower,
      upper: at(14)?.upper,
    });
    expect(at(42)).toMatchObject({ atLeast: expect.closeTo(0.5, 12), atMost: expect.closeTo(0.5, 12) });
    expect(at(92)).toMatchObject({ atLeast: 0, atMost: expect.closeTo(0.1, 12), lower: null });
    expect(curve && turnbullQuantile(curve, 0.5)).toMatchObject({ after: 14, until: 42 });
    expect(curve && turnbullQuantile(curve, 0.95)).toMatchObject({ after: 91, until: null });
  });

  it('takes a day without relief as the end of an interval, and not into the next one', () => {
    expect(innermostIntervals([cell(0, 14), cell(14, 42)]).intervals).toEqual([
      { after: 0, until: 14 },
      { after: 14, until: 42 },
    ]);
    expect(innermostIntervals([cell(0, 14), cell(14, 14)]).intervals).toEqual([{ after: 14, until: 14 }]);
    expect(innermostIntervals([cell(0, 0), cell(0, 14)]).intervals).toEqual([
      { after: 0, until: 0 },
      { after: 0, until: 14 },
    ]);
  });

  it('a rare answer among a million keeps its mass', () => {
    const curve = turnbull([cell(0, 14, 600_000), cell(0, 42, 1), cell(14, 42, 399_998), cell(91, 91, 1)]);
    expect(curve?.kkt.holds).toBe(true);
    expect(relativeError(curve?.drops.at(-1)?.mass, 1e-6)).toBeLessThan(1e-9);
  });

  it.each([
    { visits: 'on planned days', jitter: 0, day: 91, least: 0.92, most: 0.98 },
    { visits: 'within two weeks around them', jitter: 6, day: 140, least: 0.85, most: 0.95 },
  ])('its 95 % intervals hold the truth as often as documented: visits $visits', ({ jitter, day, least, most }) => {
    const random = seeded(jitter + 1);
    const rounds = 400;
    let held = 0;
    for (let round = 0; round < rounds; round++) {
      const curve = turnbull(Array.from({ length: 200 }, () => course(random, jitter)));
      const { lower, upper } = (curve && survivalAt(curve, day)) ?? {};
      const truth = 0.8 * Math.exp(-day / 150);
      held += Number((lower ?? 0) <= truth && truth <= (upper ?? 1));
    }
    expect(held / rounds).toBeGreaterThan(least);
    expect(held / rounds).toBeLessThan(most);
  });

  it('means nothing without anybody, and refuses what can’t have been seen', () => {
    expect(turnbull([])).toBeNull();
    expect(turnbull([cell(0, 14, 0)])).toBeNull();
    expect(() => turnbull([cell(14, 7)])).toThrow('a last day with it');
    expect(() => turnbull([cell(0, 7, 1.5)])).toThrow('no count');
  });
});

/** One in five never has relief; of the others it ends by chance, after 150 days on average, and is seen at some visits. */
function course(random: (below: number) => number, jitter: number): ReliefCell {
  if (random(5) === 0) return cell(0, 0);
  const end = -150 * Math.log((random(1_000_000) + 1) / 1_000_001);
  const visits = [14, 42, 91, 182, 365].map((day) => day + random(2 * jitter + 1) - jitter).filter(() => random(4) > 0);
  return cell(visits.findLast((day) => day < end) ?? 0, visits.find((day) => day >= end) ?? null);
}

function massOf(masses: readonly number[]): number {
  return masses.reduce((sum, mass) => sum + mass, 0);
}
