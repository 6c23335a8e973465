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
 */
export function recoveredCells(told: readonly ToldFigure[]): ReadonlyMap<string, number> {
  const grid = gridOf(told);
  const cells = [told, told.toReversed()].flatMap((figures, order) =>
    cellsOf(figures, grid).map(([name, value]) => [`${order} ${name}`, value] as const),
  );
  return new Map(cells);
}

/** Kinds that are always told together are one, and so are months between two that something begins or ends with. */
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

function cellsOf(figures: readonly ToldFigure[], grid: Grid): readonly Cell[] {
  const equations = new Equations();
  const again = figures.flatMap((figure): Cell[] => {
    const { kinds, from, before, value } = figure;
    const left = equations.add(
      coefficients(grid, new Set(kinds.map((kind) => grid.groupOf.get(kind))), from, before),
      value,
    );
    return left === undefined ? [] : [[`${kinds.join('+')} ${from} ${before} again by ${left}`, left]];
  });
  return [...again, ...someTogether(grid).flatMap((some) => spansOf(some, equations, grid))];
}

/** All choices of groups but none. */
function someTogether({ groups }: Grid): readonly ReadonlySet<number>[] {
  return Array.from(
    { length: 2 ** groups.length - 1 },
    (_, choice) =>
      new Set(groups.flatMap((__, group) => (Math.floor((choice + 1) / 2 ** group) % 2 === 1 ? [group] : []))),
  );
}

interface Span {
  readonly from: number;
  readonly before: number;
  readonly value: number;
}

function spansOf(some: ReadonlySet<number>, equations: Equations, grid: Grid): readonly Cell[] {
  const { months, groups } = grid;
  const known = months.flatMap((from, first) =>
    months.slice(first + 1).flatMap((before): Span[] => {
      const value = equations.valueOf(coefficients(grid, some, from, before));
      return value === undefined ? [] : [{ from, before, value }];
    }),
  );
  const names = groups
    .filter((_, group) => some.has(group))
    .flat()
    .toSorted()
    .join('+');
  const around = known.flatMap((whole) =>
    known
      .filter(({ from, before }) => whole.from < from && before < whole.before)
      .map((part): Cell => [
        `${names} ${whole.from} ${whole.before} without ${part.from} ${part.before}`,
        whole.value - part.value,
      ]),
  );
  return [...known.map(({ from, before, value }): Cell => [`${names} ${from} ${before}`, value]), ...around];
}

/** 1 for each group and span between two months that it is of. */
function coefficients(
  { groups, months }: Grid,
  of: ReadonlySet<number | undefined>,
  from: number,
  before: number,
): number[] {
  return groups.flatMap((_, group) =>
    months.slice(0, -1).map((month) => Number(of.has(group) && from <= month && month < before)),
  );
}

interface Equation {
  readonly pivot: number;
  readonly row: readonly number[];
  readonly value: number;
}

const nearlyZero = 1e-9;

/** Linear equations, each without the pivots of those before it. */
class Equations {
  readonly #known: Equation[] = [];

  /** Answers by how much the value differs, where it follows from those before. */
  add(row: readonly number[], value: number): number | undefined {
    const left = this.#reduced(row, value);
    const pivot = left.row.findIndex((coefficient) => Math.abs(coefficient) > nearlyZero);
    const leading = left.row[pivot];
    if (leading === undefined) return Math.round(left.value);
    this.#known.push({ pivot, row: left.row.map((one) => one / leading), value: left.value / leading });
    return undefined;
  }

  /** Undefined where it does not follow from what is known. */
  valueOf(row: readonly number[]): number | undefined {
    const left = this.#reduced(row, 0);
    return left.row.every((coefficient) => Math.abs(coefficient) <= nearlyZero) ? -Math.round(left.value) : undefined;
  }

  #reduced(row: readonly number[], value: number): Omit<Equation, 'pivot'> {
    let left: Omit<Equation, 'pivot'> = { row, value };
    for (const known of this.#known) {
      const times = left.row[known.pivot] ?? 0;
      if (Math.abs(times) <= nearlyZero) continue;
      left = {
        row: left.row.map((one, column) => one - times * (known.row[column] ?? 0)),
        value: left.value - times * known.value,
      };
    }
    return left;
  }
}
