import { bitCounters, layoutOf, scoreValues, type EntryFigure } from '../rollups/entries.js';
import type { ChosenRuns, Tally } from './chosen-runs.js';

/** How often a value was seen. */
export interface Seen {
  readonly figure: EntryFigure;
  readonly at: number;
  readonly until: number;
  readonly count: number;
}

/** Counts how often each value of a figure was seen. */
export interface CellsTally extends Tally {
  /**
   * Without what was taken back as often as it was said. Of a backlog a fold may take back what a later one counts: less than nothing
   * until then, which what is pending makes good.
   */
  readonly seen: () => readonly Seen[];
}

/** @param wanted of the changes of a score */
export function cellsTally(figure: EntryFigure, wanted: ReadonlySet<EntryFigure>): CellsTally {
  return layoutOf(figure).hasBits ? new ChangesTally(figure, wanted) : new ValuesTally(figure);
}

type Times = Map<number, number>;

interface Change {
  readonly figure: EntryFigure;
  /** Of a score that has it. */
  readonly bit: number;
  readonly offset: number;
  readonly times: Times;
}

class ChangesTally implements CellsTally {
  readonly #changes: readonly Change[];
  readonly #isFar: boolean;

  constructor(figure: EntryFigure, wanted: ReadonlySet<EntryFigure>) {
    const { numberBytes } = layoutOf(figure);
    this.#isFar = numberBytes === 8;
    this.#changes = (['better-by', 'percent-better'] as const).flatMap((name) => {
      const { counter, place } = scoreValues[name];
      if (!wanted.has(name)) return [];
      const bit = 1 << bitCounters.indexOf(counter);
      return [{ figure: name, bit, offset: 4 + numberBytes * place, times: new Map<number, number>() }];
    });
  }

  add({ view, length, froms, times: found }: ChosenRuns): void {
    for (let run = 0; run < length; run += 1) {
      const [from, times] = [froms[run] ?? 0, found[run] ?? 0];
      const bits = view.getInt32(from);
      for (const { bit, offset, times: known } of this.#changes) {
        if ((bits & bit) === 0) continue;
        count(known, this.#isFar ? view.getFloat64(from + offset) : view.getInt32(from + offset), times);
      }
    }
  }

  seen(): readonly Seen[] {
    return this.#changes.flatMap(({ figure, times }) =>
      timesOf(times).map(([at, count]) => ({ figure, at, until: 0, count })),
    );
  }
}

class ValuesTally implements CellsTally {
  readonly #untils = new Map<number, Times>();
  readonly #numbers: 0 | 1 | 2;

  constructor(private readonly figure: EntryFigure) {
    this.#numbers = layoutOf(figure).numbers;
  }

  add({ view, length, froms, times: found }: ChosenRuns): void {
    for (let run = 0; run < length; run += 1) {
      const [from, times] = [froms[run] ?? 0, found[run] ?? 0];
      const at = this.#numbers > 0 ? view.getFloat64(from) : 0;
      const untils = this.#untils.get(at) ?? new Map<number, number>();
      this.#untils.set(at, untils);
      count(untils, this.#numbers > 1 ? view.getFloat64(from + 8) : 0, times);
    }
  }

  seen(): readonly Seen[] {
    const { figure } = this;
    return [...this.#untils].flatMap(([at, untils]) =>
      timesOf(untils).map(([until, count]) => ({ figure, at, until, count })),
    );
  }
}

function count(known: Times, value: number, times: number): void {
  known.set(value, (known.get(value) ?? 0) + times);
}

function timesOf(known: Times): (readonly [value: number, times: number])[] {
  return [...known].filter(([, times]) => times !== 0);
}
