import { SumsOfUnknowns, type Terms } from './sums-of-unknowns.js';

/** A figure as it was told: of treatments of these kinds, from one month on, and before another. */
export interface ToldFigure {
  /** Of a type of procedure, and of a window where the figure is of one. */
  readonly kinds: readonly string[];
  readonly from: number;
  readonly before: number;
  readonly value: number;
}

/**
 * Counts that anybody can work out of what was told of one figure, by adding up and taking away: of each span of months, and of
 * two spans around another one, of some kinds together; and by how much what was told twice differs. What was told at different
 * times is of different data: it is worked out from the newest, and from the oldest.
 * @param told the oldest first
 * @param isWanted of which counts
 * @returns by names that tell what each is of
 */
export function recoveredCells(
  told: readonly ToldFigure[],
  isWanted: (count: number) => boolean,
): ReadonlyMap<string, number> {
  const grid = gridOf(told);
  const cells = [told, told.toReversed()].flatMap((figures, order) =>
    cellsOf(figures, grid, isWanted).map(([name, value]) => [`${order} ${name}`, value] as const),
  );
  return new Map(cells);
}

/** Kinds that are always told together are one. */
interface Grid {
  readonly groups: readonly (readonly string[])[];
  readonly groupOf: ReadonlyMap<string, number>;
  readonly months: readonly number[];
}

function gridOf(told: readonly ToldFigure[]): Grid {
  const kinds = [...new Set(told.flatMap((one) => one.kinds))].toSorted();
  const alike = Map.groupBy(kinds, (kind) => told.map((one) => Number(one.kinds.includes(kind))).join(''));
  const groups = [...alike.values()];
  const groupOf = new Map(groups.flatMap((own, index) => own.map((kind) => [kind, index] as const)));
  const months = [...new Set(told.flatMap(({ from, before }) => [from, before]))].toSorted((a, b) => a - b);
  return { groups, groupOf, months };
}

type Cell = readonly [name: string, value: number];

function cellsOf(figures: readonly ToldFigure[], grid: Grid, isWanted: (count: number) => boolean): readonly Cell[] {
  const sums = new SumsOfUnknowns();
  const again = figures.flatMap(({ kinds, from, before, value }): Cell[] => {
    const groups = new Set(kinds.flatMap((kind) => grid.groupOf.get(kind) ?? []));
    const left = sums.add(termsOf([...groups], from, before), value);
    return left === undefined || !isWanted(left) ? [] : [[`${kinds.join('+')} ${from} ${before} by ${left}`, left]];
  });
  return [...again, ...someTogether(grid).flatMap((some) => spansOf(some, sums, grid, isWanted))];
}

/** All choices of groups but none. */
function someTogether({ groups }: Grid): readonly (readonly number[])[] {
  return Array.from({ length: 2 ** groups.length - 1 }, (_, choice) =>
    groups.flatMap((__, group) => (Math.floor((choice + 1) / 2 ** group) % 2 === 1 ? [group] : [])),
  );
}

/**
 * A span of months is what has come before its end, without what had come before its beginning: unknowns are what has come of a
 * group until a month, so that a sum has few of them however long it is.
 */
function termsOf(groups: readonly number[], from: number, before: number): Terms {
  return new Map(
    groups.flatMap((group) => [
      [`${group} ${before}`, 1],
      [`${group} ${from}`, -1],
    ]),
  );
}

interface Span {
  readonly from: number;
  readonly before: number;
  readonly value: number;
}

function spansOf(
  some: readonly number[],
  sums: SumsOfUnknowns,
  { months, groups }: Grid,
  isWanted: (count: number) => boolean,
): readonly Cell[] {
  const known = months.flatMap((from, first) =>
    months.slice(first + 1).flatMap((before): Span[] => {
      const value = sums.valueOf(termsOf(some, from, before));
      return value === undefined ? [] : [{ from, before, value }];
    }),
  );
  const name = some
    .flatMap((group) => groups[group] ?? [])
    .toSorted()
    .join('+');
  const whole = known.filter(({ value }) => isWanted(value));
  const around = known.flatMap((outer) =>
    known
      .filter((inner) => isWanted(outer.value - inner.value) && outer.from < inner.from && inner.before < outer.before)
      .map((inner): Cell => [
        `${name} ${outer.from} ${outer.before} without ${inner.from} ${inner.before}`,
        outer.value - inner.value,
      ]),
  );
  return [...whole.map(({ from, before, value }): Cell => [`${name} ${from} ${before}`, value]), ...around];
}
