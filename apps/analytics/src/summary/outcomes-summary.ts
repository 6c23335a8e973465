import type { OutcomesSummary } from '@ilium/contracts';

type Group = OutcomesSummary['groups'][number];

/** The counters that the summary shows. */
export const shownCounters = [
  'open',
  'observed',
  'missing',
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
    groups: rows
      .filter((row) => liveOf(row) > 0)
      .toSorted(byProcedureMeasureAndTime)
      .map(withRates),
  };
}

function liveOf({ open, observed, missing, superseded }: GroupCounts): number {
  return open + observed + missing + superseded;
}

function withRates(row: GroupCounts): Group {
  const { retracted: _, ...group } = row;
  const expected = group.observed + group.missing;
  return {
    ...group,
    expected,
    followUpRate: rate(group.observed, expected),
    improvedRate: rate(group.improved, group.rated),
    over50Rate: rate(group.over50, group.rated),
  };
}

/** Null where it would be a rate of nothing. */
function rate(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function byProcedureMeasureAndTime(a: GroupCounts, b: GroupCounts): number {
  return (
    compare(a.procedureType, b.procedureType) ||
    compare(a.measure, b.measure) ||
    compare(daysOf(a.window), daysOf(b.window)) ||
    compare(a.window, b.window)
  );
}

function compare<Value extends string | number>(a: Value, b: Value): number {
  return a < b ? -1 : Number(a > b);
}

const daysPerUnit: Readonly<Record<string, number>> = { W: 7, M: 30, Y: 365 };

/** Roughly when a window is, so that W6 comes before M3 and Y3 before Y10; other names come last. */
function daysOf(window: string): number {
  const days = (daysPerUnit[window.charAt(0)] ?? Infinity) * Number(window.slice(1));
  return Number.isNaN(days) ? Infinity : days;
}
