import { bitCounters, layoutOf, lengthOf, scoreValues, type EntryFigure } from '../rollups/entries.js';
import { Times } from './times.js';

/** How often a value was seen. */
export interface Seen {
  readonly figure: EntryFigure;
  readonly at: number;
  readonly until: number;
  readonly count: number;
}

type IsWanted = (profile: number) => boolean;

/** Counts the entries of one figure, which come in rows. */
export interface Tally {
  readonly add: (entries: Buffer, isWanted: IsWanted) => void;
  /** Without what was taken back as often as it was said. */
  readonly seen: () => readonly Seen[];
}

/** @param wanted what else than its bits may be wanted of a score */
export function tallyOf(figure: EntryFigure, wanted: ReadonlySet<EntryFigure>): Tally {
  return layoutOf(figure).hasBits ? new ScoreTally(figure, wanted) : new CellTally(figure);
}

interface ScoreValue {
  readonly figure: EntryFigure;
  /** Of an entry that has it. */
  readonly bit: number;
  readonly offset: number;
  readonly times: Times;
}

/** By their bits, and by their changes. */
class ScoreTally implements Tally {
  readonly #bits: Times | undefined;
  readonly #values: readonly ScoreValue[];
  readonly #size: number;
  readonly #isFar: boolean;

  constructor(
    private readonly figure: EntryFigure,
    wanted: ReadonlySet<EntryFigure>,
  ) {
    const layout = layoutOf(figure);
    this.#size = lengthOf(layout);
    this.#isFar = layout.numberBytes === 8;
    this.#bits = wanted.has(figure) ? new Times() : undefined;
    this.#values = (['better-by', 'percent-better'] as const).flatMap((name) => {
      const { counter, place } = scoreValues[name];
      if (place >= layout.numbers || !wanted.has(name)) return [];
      const offset = 8 + layout.numberBytes * place;
      return [{ figure: name, bit: 1 << bitCounters.indexOf(counter), offset, times: new Times() }];
    });
  }

  add(entries: Buffer, isWanted: IsWanted): void {
    const view = viewOf(entries);
    for (let from = 0; from < view.byteLength; from += this.#size) {
      const profile = view.getInt32(from);
      if (!isWanted(profile)) continue;
      const sign = signOf(profile);
      const bits = view.getInt32(from + 4);
      this.#bits?.add(bits, sign);
      for (const { bit, offset, times } of this.#values) {
        if ((bits & bit) === 0) continue;
        times.add(this.#isFar ? view.getFloat64(from + offset) : view.getInt32(from + offset), sign);
      }
    }
  }

  seen(): readonly Seen[] {
    const of = (figure: EntryFigure, times?: Times) =>
      (times?.seen() ?? []).map(([at, count]): Seen => ({ figure, at, until: 0, count }));
    return [...of(this.figure, this.#bits), ...this.#values.flatMap(({ figure, times }) => of(figure, times))];
  }
}

class CellTally implements Tally {
  readonly #untils = new Map<number, Times>();
  readonly #numbers: 0 | 1 | 2;
  readonly #size: number;

  constructor(private readonly figure: EntryFigure) {
    this.#numbers = layoutOf(figure).numbers;
    this.#size = lengthOf(layoutOf(figure));
  }

  add(entries: Buffer, isWanted: IsWanted): void {
    const view = viewOf(entries);
    let count = 0;
    for (let from = 0; from < view.byteLength; from += this.#size) {
      const profile = view.getInt32(from);
      if (!isWanted(profile)) continue;
      const sign = signOf(profile);
      if (this.#numbers === 0) count += sign;
      else this.#untilsOf(view.getFloat64(from + 4)).add(this.#numbers === 1 ? 0 : view.getFloat64(from + 12), sign);
    }
    if (count !== 0) this.#untilsOf(0).add(0, count);
  }

  seen(): readonly Seen[] {
    const { figure } = this;
    return [...this.#untils].flatMap(([at, untils]) =>
      untils.seen().map(([until, count]) => ({ figure, at, until, count })),
    );
  }

  #untilsOf(at: number): Times {
    const known = this.#untils.get(at);
    if (known !== undefined) return known;
    const untils = new Times();
    this.#untils.set(at, untils);
    return untils;
  }
}

function viewOf(entries: Buffer): DataView {
  return new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
}

function signOf(profile: number): number {
  return profile < 0 ? -1 : 1;
}
