import { figures, type Figure } from '../rollups/cells.js';
import { counters, type CounterName } from '../rollups/counters.js';

/** How a number is narrowed to a part of it: SQL that compares with a parameter. */
type Narrowing = (place: string) => string;

/** What an answer counts, as SQL over a row `fact` of `outcome_facts`: by the definitions that it is counted by. */
interface Counted {
  /** What of a question narrows it: sessions have all their scores, and durations are of no window. */
  readonly of: 'scores' | 'durations' | 'sessions';
  readonly when: string;
  /** A reason, a category, an answer. */
  readonly what?: Narrowing;
  /** One value of a distribution. */
  readonly value?: Narrowing;
  /** Of a curve: what is known by a day. */
  readonly day?: Narrowing;
}

function counter(...names: readonly CounterName[]): Counted {
  return { of: 'scores', when: names.map((name) => `(${counters[name]}) = 1`).join(' AND ') };
}

function asked(name: CounterName, unasked: CounterName): Counted {
  return { of: 'scores', when: `(${counters[name]}) - (${counters[unasked]}) = 1` };
}

function figure(of: Counted['of'], { when, what, at }: Figure, divisor?: number): Counted {
  return {
    of,
    when,
    ...(what === undefined ? {} : { what: (place: string) => `${what} = ${place}` }),
    ...(at === undefined || divisor === undefined
      ? {}
      : { value: (place: string) => `(${at})::bigint = round(${place}::numeric * ${divisor})` }),
  };
}

/** Changes and days are kept in thousandths. */
const thousandths = 1000;
const missing = asked('missing', 'missingUnasked');
const [lastDayWith, firstDayWithout] = [`(${figures.relief.at})`, `(${figures.relief.until})`];
const hasEnded: Narrowing = (day) => `(${firstDayWithout} <> -1 AND ${firstDayWithout} <= ${day}::int)`;
const hasRelief: Narrowing = (day) => `(NOT ${hasEnded(day)} AND ${lastDayWith} >= ${day}::int)`;
const relief = { of: 'durations', when: figures.relief.when } as const;

export const counted = {
  expected: { of: 'scores', when: `(${asked('observed', 'observedUnasked').when} OR ${missing.when})` },
  observed: asked('observed', 'observedUnasked'),
  missing: { ...figure('scores', figures.missing), when: missing.when },
  unasked: counter('observedUnasked'),
  open: counter('open'),
  superseded: counter('superseded'),
  'low-baseline': counter('lowBaseline'),
  'no-percentage': counter('noPercentage'),
  improved: counter('improved'),
  'improved-answered': counter('improvedAnswered'),
  'improved-by-points': counter('improvedByPoints'),
  'points-answered': counter('pointsAnswered'),
  'any-better': counter('anyBetter'),
  'any-better-answered': counter('anyBetterAnswered'),
  'over-50': counter('over50'),
  'at-least-50': counter('atLeast50'),
  'at-least-75': counter('atLeast75'),
  'percent-answered': counter('percentAnswered'),
  change: figure('scores', figures['better-by'], thousandths),
  'percent-change': figure('scores', figures['percent-better'], thousandths),
  session: figure('sessions', figures.session),
  'session-completed': figure('sessions', figures['session-completed']),
  'session-therapeutic': figure('sessions', figures['session-therapeutic']),
  'session-diagnostic': figure('sessions', figures['session-diagnostic']),
  complication: figure('sessions', figures.complication),
  block: figure('sessions', figures.block),
  'block-doubt': figure('sessions', figures['block-doubt']),
  relief,
  'relief-of-responders': { ...relief, when: `${relief.when} AND ${figures.relief.what} <> 'non-responder'` },
  'relief-then': { ...relief, day: hasRelief },
  'relief-ended': { ...relief, day: hasEnded },
  'relief-not-known': { ...relief, day: (day) => `NOT ${hasEnded(day)} AND NOT ${hasRelief(day)}` },
  'relief-of-low-baseline': figure('durations', figures['relief-of-low-baseline']),
  'no-relief-duration': figure('durations', figures['no-relief-duration']),
  'return-of-pain': figure('durations', figures['return-of-pain'], thousandths),
  'no-return-of-pain': figure('durations', figures['no-return-of-pain']),
  'steroid-onset': figure('durations', figures['steroid-onset'], thousandths),
  'no-steroid-onset': figure('durations', figures['no-steroid-onset']),
} as const satisfies Readonly<Record<string, Counted>>;

export type CountedName = keyof typeof counted;
export const countedNames = Object.keys(counted) as [CountedName, ...CountedName[]];

/** By what a number can be narrowed, besides what its question is narrowed by. */
export const parts = ['what', 'value', 'day'] as const;

export function countedBy(name: CountedName): Counted {
  return counted[name];
}
