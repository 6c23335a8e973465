import { requireCount } from './counts.js';

/** Relief was still there on day `after`, and gone on day `until`; null is "not seen to end". The same day twice: on it. */
export interface ReliefInterval {
  readonly after: number;
  readonly until: number | null;
}

export interface ReliefCell extends ReliefInterval {
  readonly count: number;
}

/** Which of the innermost intervals, from `first` to `last`, a group of people may have had their end in. */
export interface Range {
  readonly first: number;
  readonly last: number;
  /** Of all people. */
  readonly share: number;
}

/**
 * The intervals that alone can hold mass: from somebody's last day with relief to somebody's first day without, with no
 * other such day between (Turnbull 1976, JRSS B 38:290-295, equation 3 and Lemma 1; of half-open intervals, as in Gentleman
 * and Geyer 1994, Biometrika 81:618-623).
 *
 * On a line of positions 2i is the day i itself, and 2i + 1 what lies behind it: (a, b] begins behind a and ends on b, an
 * exact day does both on itself, and what was not seen to end goes on behind the last day.
 */
export function innermostIntervals(cells: readonly ReliefCell[]): {
  readonly n: number;
  readonly intervals: readonly ReliefInterval[];
  readonly ranges: readonly Range[];
} {
  for (const cell of cells) requireCell(cell);
  const days = [...new Set(cells.flatMap(({ after, until }) => [after, until ?? after]))].toSorted((a, b) => a - b);
  const placeOf = new Map(days.map((day, place) => [day, 2 * place]));
  const end = 2 * days.length;
  const spans = cells.map(({ after, until, count }) => ({
    from: (placeOf.get(after) ?? 0) + (after === until ? 0 : 1),
    to: until === null ? end : (placeOf.get(until) ?? end),
    count,
  }));
  const innermost = sweep(new Set(spans.map(({ from }) => from)), new Set(spans.map(({ to }) => to)), end);
  const n = cells.reduce((sum, { count }) => sum + count, 0);
  return {
    n,
    intervals: innermost.map(({ from, to }) => ({
      after: days[from >> 1] ?? 0,
      until: to === end ? null : (days[to >> 1] ?? null),
    })),
    ranges: rangesOf(spans, innermost, end).map(({ first, last, count }) => ({ first, last, share: count / n })),
  };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Each end after a beginning, with neither between. */
function sweep(beginnings: ReadonlySet<number>, ends: ReadonlySet<number>, last: number): Span[] {
  const found: Span[] = [];
  let from: number | null = null;
  for (let place = 0; place <= last; place++) {
    if (beginnings.has(place)) from = place;
    if (from === null || !ends.has(place)) continue;
    found.push({ from, to: place });
    from = null;
  }
  return found;
}

/** People with the same innermost intervals are one group. */
function rangesOf(spans: readonly (Span & { count: number })[], innermost: readonly Span[], end: number) {
  const begunBefore = cumulated(innermost, ({ from }) => from, end);
  const endedBefore = cumulated(innermost, ({ to }) => to, end);
  const ranges = new Map<number, { first: number; last: number; count: number }>();
  for (const { from, to, count } of spans) {
    const first = begunBefore[from] ?? 0;
    const last = (endedBefore[to + 1] ?? 0) - 1;
    const key = first * innermost.length + last;
    ranges.set(key, { first, last, count: count + (ranges.get(key)?.count ?? 0) });
  }
  return [...ranges.values()].toSorted((a, b) => a.first - b.first || a.last - b.last);
}

/** How many of them lie before each place. */
function cumulated(innermost: readonly Span[], placeOf: (span: Span) => number, end: number): number[] {
  const places = new Set(innermost.map(placeOf));
  const counts = [0];
  let count = 0;
  for (let place = 0; place <= end; place++) counts.push((count += Number(places.has(place))));
  return counts;
}

function requireCell({ after, until, count }: ReliefCell): void {
  requireCount('The count of an interval of relief', count);
  if (!(Number.isFinite(after) && after >= 0 && (until === null || (Number.isFinite(until) && until >= after))))
    throw new RangeError('Relief ends between a last day with it, from 0, and a day without it that is no earlier.');
}
