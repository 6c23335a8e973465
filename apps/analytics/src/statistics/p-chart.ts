import { requirePart } from './counts.js';

export interface MonthCounts {
  readonly month: string;
  readonly successes: number;
  readonly total: number;
}

export interface ChartedMonth extends MonthCounts {
  /** Null for a month without answers. */
  readonly rate: number | null;
  /** Null where no rate can fall below: the limit is 0 or less. */
  readonly lower: number | null;
  /** Null where no rate can rise above: the limit is 1 or more. */
  readonly upper: number | null;
  /** Fewer than 5 successes or 5 failures are expected: the limits mean nothing, and nothing is said of the month. */
  readonly tooSmall: boolean;
  readonly outside: 'above' | 'below' | null;
  /** Part of eight or more months in a row on this side of the centre. */
  readonly run: 'above' | 'below' | null;
}

export interface PChart {
  readonly centre: number;
  readonly months: readonly ChartedMonth[];
}

/**
 * A control chart of a share by month, in the order handed in.
 *
 * Shewhart 1931, Economic Control of Quality of Manufactured Product; Montgomery 2009, Introduction to Statistical Quality
 * Control, section 7.2: the centre p is of all months together, the limits of a month with n answers are
 * p ± 3 √(p (1 - p) / n). They need a nearly normal n p: at least 5 expected of either kind. A run of 8 on one side is the
 * fourth rule of the Western Electric handbook (1956); a month on the centre ends it, one without answers or with too few is
 * passed over: of a rare success most of them have none.
 * Null without any answer.
 */
export function pChart(months: readonly MonthCounts[]): PChart | null {
  for (const { successes, total } of months) requirePart('The number of successes of a month', successes, total);
  const all = months.reduce((sum, { successes, total }) => ({ x: sum.x + successes, n: sum.n + total }), {
    x: 0,
    n: 0,
  });
  if (all.n === 0) return null;
  const centre = all.x / all.n;
  const runs = runsOf(months.map((month) => (isTooSmall(month, centre) ? 'none' : sideOf(month, all))));
  return { centre, months: months.map((month, index) => charted(month, centre, runs[index] ?? null)) };
}

type Side = 'above' | 'below';

const expectedOfEither = 5;
const runLength = 8;

function charted(month: MonthCounts, centre: number, run: Side | null): ChartedMonth {
  const { successes, total } = month;
  if (total === 0) return { ...month, rate: null, lower: null, upper: null, tooSmall: true, outside: null, run };
  const rate = successes / total;
  const reach = 3 * Math.sqrt((centre * (1 - centre)) / total);
  const lower = centre - reach > 0 ? centre - reach : null;
  const upper = centre + reach < 1 ? centre + reach : null;
  const tooSmall = isTooSmall(month, centre);
  const outside = upper !== null && rate > upper ? 'above' : lower !== null && rate < lower ? 'below' : null;
  return { ...month, rate, lower, upper, tooSmall, outside: tooSmall ? null : outside, run };
}

function isTooSmall({ total }: MonthCounts, centre: number): boolean {
  return total * Math.min(centre, 1 - centre) < expectedOfEither;
}

/** Compared in whole numbers, so that a month on the centre is on it. */
function sideOf({ successes, total }: MonthCounts, all: { x: number; n: number }): Side | 'on' | 'none' {
  if (total === 0) return 'none';
  const difference = BigInt(successes) * BigInt(all.n) - BigInt(all.x) * BigInt(total);
  return difference > 0n ? 'above' : difference < 0n ? 'below' : 'on';
}

function runsOf(sides: readonly (Side | 'on' | 'none')[]): (Side | null)[] {
  const runs: (Side | null)[] = sides.map(() => null);
  let members: number[] = [];
  let current: Side | 'on' = 'on';
  const close = () => {
    if (current !== 'on' && members.length >= runLength) for (const index of members) runs[index] = current;
  };
  sides.forEach((side, index) => {
    if (side === 'none') return;
    if (side !== current) {
      close();
      members = [];
      current = side;
    }
    members.push(index);
  });
  close();
  return runs;
}
