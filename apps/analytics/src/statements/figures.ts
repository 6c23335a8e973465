import { z } from 'zod';
import { countedNames, type CountedName } from '../episodes/counted.js';
import type { RateRule } from '../answers/trend.js';
import { rateRules } from '../answers/trend.js';
import type { MovingName } from './movement-sql.js';
import type { Statement } from './statement.schema.js';

/** A figure that a statement tells, by the name that its episodes are looked up by. */
export const movedFigure = z.object({
  figure: z.enum(countedNames).describe('As `counted` of `/v1/statistics/episodes` names it.'),
  by: z.int(),
});
export type MovedFigure = z.output<typeof movedFigure>;
export type Figures = ReadonlyMap<CountedName, number>;

/** Whole numbers by the counters that they were counted by. */
export type Counted = Readonly<Partial<Record<MovingName, number>>>;

const namesOfRules: Readonly<Record<RateRule, readonly [count: CountedName, of: CountedName]>> = {
  improved: ['improved', 'improved-answered'],
  'improved-by-points': ['improved-by-points', 'points-answered'],
  'any-better': ['any-better', 'any-better-answered'],
  'over-50': ['over-50', 'percent-answered'],
  'at-least-50': ['at-least-50', 'percent-answered'],
  'at-least-75': ['at-least-75', 'percent-answered'],
};

/** What a statement told. */
export function toldFigures({ rule, rate, beside, expected, observed, complications }: Statement): Figures {
  const rates = [{ rule, rate }, ...beside].flatMap((one) => (one.rate === null ? [] : [{ ...one, rate: one.rate }]));
  return new Map<CountedName, number>([
    ['expected', expected],
    ['observed', observed],
    ...rates.flatMap((one): [CountedName, number][] => {
      const [count, of] = namesOfRules[one.rule];
      return [
        [count, one.rate.count],
        [of, one.rate.of],
      ];
    }),
    ...(complications === null
      ? []
      : ([
          ['complication', complications.count],
          ['session', complications.sessions],
        ] satisfies [CountedName, number][])),
  ]);
}

/** The same figures by what was counted, or by how much it moved. Windows that are open count as expected in statements. */
export function figuresBy(counted: Counted, { rule, beside, complications }: Statement): Figures {
  const count = (name: MovingName) => counted[name] ?? 0;
  const observed = count('observed') - count('observedUnasked');
  const rates = [rule, ...beside.map((one) => one.rule)].flatMap((one): [CountedName, number][] => {
    const [[yes, answered], [name, of]] = [rateRules[one], namesOfRules[one]];
    return [
      [name, count(yes)],
      [of, count(answered)],
    ];
  });
  return new Map<CountedName, number>([
    ['expected', observed + count('missing') - count('missingUnasked') + count('open')],
    ['observed', observed],
    ...rates,
    ...(complications === null
      ? []
      : ([
          ['complication', count('complication')],
          ['session', count('session')],
        ] satisfies [CountedName, number][])),
  ]);
}

/** What is not zero. */
export function movedFigures(figures: Figures): MovedFigure[] {
  return [...figures].flatMap(([figure, by]) => (by === 0 ? [] : [{ figure, by }]));
}

/** What came of it besides corrections: now, less what was told and what corrections made of it. */
export function grownBy(now: Figures, told: Figures, corrected: Figures): Figures {
  return new Map([...told].map(([name, then]) => [name, (now.get(name) ?? 0) - then - (corrected.get(name) ?? 0)]));
}
