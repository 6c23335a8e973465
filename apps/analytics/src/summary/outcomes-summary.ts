import type { OutcomesSummary } from '@ilium/contracts';
import { inOrderOfTime } from '../answers/order-of-windows.js';

type Group = OutcomesSummary['groups'][number];

/** The counters that the summary shows. */
export const shownCounters = [
  'open',
  'observed',
  'observedUnasked',
  'missing',
  'missingUnasked',
  'superseded',
  'retracted',
  'rated',
  'lowBaseline',
  'noPercentage',
  'improved',
  'over50',
  'atLeast50',
  'atLeast75',
] as const;

/** Rollups of one group, summed over periods and shards. */
export type GroupCounts = Pick<Group, 'procedureType' | 'measure' | 'family' | 'window'> &
  Record<(typeof shownCounters)[number], number>;

/** Retractions are counted in a row without dimensions, which is no group: it has nothing live. */
export function outcomesSummary(rows: readonly GroupCounts[]): OutcomesSummary {
  const sum = (count: (row: GroupCounts) => number) => rows.reduce((total, row) => total + count(row), 0);
  return {
    total: sum(liveOf),
    byStatus: {
      open: sum(({ open }) => open),
      observed: sum(({ observed }) => observed),
      missing: sum(({ missing }) => missing),
      superseded: sum(({ superseded }) => superseded),
    },
    retracted: sum(({ retracted }) => retracted),
    groups: inOrderOfTime(rows.filter((row) => liveOf(row) > 0)).map(withRates),
  };
}

function liveOf({ open, observed, missing, superseded }: GroupCounts): number {
  return open + observed + missing + superseded;
}

function withRates(row: GroupCounts): Group {
  const { retracted: _, observedUnasked: unasked, missingUnasked, ...group } = row;
  const answered = group.observed - unasked;
  const expected = answered + group.missing - missingUnasked;
  return {
    ...group,
    ...{ unasked, expected },
    followUpRate: rate(answered, expected),
    improvedRate: rate(group.improved, group.rated),
    over50Rate: rate(group.over50, group.rated),
  };
}

/** Null where it would be a rate of nothing. */
function rate(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
