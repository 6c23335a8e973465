import type { Selection } from './selection.js';

/** From one text on, and before the other: a year comes before its months. */
export interface Span {
  readonly since: string;
  readonly before: string;
}

/** A session that is told by its year alone lies within a question where all of its year does. */
export interface AskedPeriods {
  /** Of whole years: of none where it ends before it begins. */
  readonly years: Span;
  /** The months of years that are asked for in part. */
  readonly months: readonly Span[];
}

type Asked = Pick<Selection, 'from' | 'to'>;

export function askedPeriods({ from = '0000', to = '9999' }: Asked): AskedPeriods {
  const [begin, end, first, last] = [firstMonthOf(from), lastMonthOf(to), yearOf(from), yearOf(to)];
  const isInPart = (year: string) => begin > firstMonthOf(year) || end < lastMonthOf(year);
  return {
    years: { since: isInPart(first) ? behind(first) : first, before: isInPart(last) ? last : behind(last) },
    months: [...new Set([first, last])].filter(isInPart).map((year) => ({
      since: begin > firstMonthOf(year) ? begin : firstMonthOf(year),
      before: behind(end < lastMonthOf(year) ? end : lastMonthOf(year)),
    })),
  };
}

/** Whether sums by year do not tell it. */
export function hasYearsInPart(asked: Asked): boolean {
  return askedPeriods(asked).months.length > 0;
}

/** Undefined where no period is asked for. */
export function spansOf(asked: Asked): readonly Span[] | undefined {
  if (asked.from === undefined && asked.to === undefined) return undefined;
  const { years, months } = askedPeriods(asked);
  return [years, ...months];
}

/** From the first to the last of them. */
export function rangeOf(spans: readonly Span[]): Span {
  const [sinces, befores] = [spans.map(({ since }) => since).toSorted(), spans.map(({ before }) => before).toSorted()];
  return { since: sinces.at(0) ?? '', before: befores.at(-1) ?? '' };
}

export function yearOf(period: string): string {
  return period.slice(0, '2026'.length);
}

function firstMonthOf(period: string): string {
  return period.padEnd('2026-01'.length, '-01');
}

function lastMonthOf(period: string): string {
  return period.padEnd('2026-12'.length, '-12');
}

/** After a period and all months of it, and before the next one: in the order of bytes, and of languages. */
function behind(period: string): string {
  return `${period}9`;
}
