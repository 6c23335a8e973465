import { z } from 'zod';
import type { Cell } from '../questions/cells.repository.js';
import { kaplanMeier } from '../statistics/kaplan-meier.js';
import { knownAt } from '../statistics/known-at.js';
import { atMidPoints } from '../statistics/mid-points.js';
import type { ReliefCell } from '../statistics/innermost-intervals.js';
import { turnbull, turnbullQuantile } from '../statistics/turnbull.js';
import { interval } from './proportion.js';

const day = z.number();
const count = z.int().min(0);

const drop = z.object({
  after: day.describe('The last day before which nothing of this drop has happened.'),
  until: day.nullable().describe('The day by which all of it has; null where that was never seen.'),
  survival: z.number().describe('The share with relief once it has happened.'),
  interval: interval.nullable(),
});

const median = z
  .object({ after: day, until: day.nullable(), lower: day.nullable(), upper: day.nullable() })
  .nullable()
  .describe(
    'The median lies after one day and by the other; `lower` and `upper` are its 95 % interval. Null: not reached.',
  );

const curve = z.object({
  n: count,
  drops: z.array(drop).describe('Between the days of a drop nobody knows how it falls: draw no line there.'),
  converged: z.boolean().describe('Whether the most likely curve was found: it meets the conditions of the maximum.'),
  median,
  atMidPoints: z
    .array(z.object({ day, survival: z.number(), interval: interval.nullable() }))
    .describe('Kaplan and Meier with each end in the middle of its interval, for comparison.'),
});

export const reliefAnswer = z.object({
  ofAll: curve.nullable().describe('Of all treatments, those without relief at 0 days. Null where there is none.'),
  ofResponders: curve.nullable().describe('Of those with relief at some time.'),
  known: z
    .array(z.object({ day, withRelief: count, ended: count, unknown: count }))
    .describe('What the curve of all rests on: seen with relief then or later, without then or before, and neither.'),
  unknown: z.array(z.object({ why: z.string(), count })).describe('Durations that could not be told, and why.'),
  lowBaseline: count.describe('Durations from a low baseline: in no curve.'),
});
export type ReliefAnswer = z.output<typeof reliefAnswer>;

/** Days of the windows that sites ask for. */
const tableDays = [0, 7, 14, 42, 91, 182, 365, 730] as const;

/** What durations are counted under. */
export const reliefFigures = { known: ['relief', 'relief-of-low-baseline'], unknown: ['no-relief-duration'] } as const;

/** @param cells of `reliefFigures` */
export function reliefAnswerOf(cells: readonly Cell[]): ReliefAnswer {
  const of = (figure: (typeof reliefFigures)['known' | 'unknown'][number]) =>
    cells.filter((cell) => cell.figure === figure);
  const all = of('relief').map(toReliefCell);
  const responders = of('relief')
    .filter(({ what }) => what !== 'non-responder')
    .map(toReliefCell);
  return {
    ofAll: curveOf(all),
    ofResponders: curveOf(responders),
    known: all.length === 0 ? [] : knownAt(all, tableDays),
    unknown: of('no-relief-duration').map(({ what, count: times }) => ({ why: what, count: times })),
    lowBaseline: of('relief-of-low-baseline').reduce((sum, { count: times }) => sum + times, 0),
  };
}

function curveOf(cells: readonly ReliefCell[]): z.output<typeof curve> | null {
  const found = turnbull(cells);
  if (found === null) return null;
  const middle = kaplanMeier(atMidPoints(cells));
  return {
    n: found.n,
    drops: found.drops.map(({ after, until, survival, interval: within }) => ({
      ...{ after, until, survival },
      interval: within,
    })),
    converged: found.kkt.holds,
    median: turnbullQuantile(found, 0.5),
    atMidPoints: (middle?.steps ?? []).map(({ day: on, survival, interval: within }) => ({
      ...{ day: on, survival },
      interval: within,
    })),
  };
}

const stillThere = -1;

/** A relief that ended was last seen on one day and seen gone on another; one that has not was last seen. */
function toReliefCell({ at, until, count: times }: Cell): ReliefCell {
  return { after: at, until: until === stillThere ? null : until, count: times };
}
