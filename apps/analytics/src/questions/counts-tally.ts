import type { CounterName } from '../rollups/counters.js';
import { bitCounters, layoutOf, scoreValues, type EntryFigure } from '../rollups/entries.js';
import type { ChosenRuns, Tally } from './chosen-runs.js';
import { countsBy, type Counts } from './counts.js';
import { ExactSum } from './exact-sum.js';

/** Of a score its change, or the share that it is of the baseline: what is summed where its bit says that it counts. */
interface ChangeSums {
  readonly bit: number;
  /** Where it stands in what a run says. */
  readonly offset: number;
  readonly sum: ExactSum;
  readonly squares: ExactSum;
}

/** Counters, of scores one by one. */
export class CountsTally implements Tally {
  readonly #times = new Map<number, number>();
  readonly #better: ChangeSums;
  readonly #percent: ChangeSums;
  readonly #isFar: boolean;

  constructor(figure: EntryFigure) {
    const { numberBytes } = layoutOf(figure);
    this.#isFar = numberBytes === 8;
    this.#better = changeSums('better-by', numberBytes);
    this.#percent = changeSums('percent-better', numberBytes);
  }

  add({ view, length, froms, times: found }: ChosenRuns): void {
    // Runs lie in the order of their bits, mostly.
    let [last, many] = [0, 0];
    for (let run = 0; run < length; run += 1) {
      const [from, times] = [froms[run] ?? 0, found[run] ?? 0];
      const bits = view.getInt32(from);
      if (bits !== last) {
        this.#count(last, many);
        [last, many] = [bits, 0];
      }
      many += times;
      if ((bits & this.#better.bit) !== 0) this.#sum(this.#better, view, from, times);
      if ((bits & this.#percent.bit) !== 0) this.#sum(this.#percent, view, from, times);
    }
    this.#count(last, many);
  }

  #sum({ offset, sum, squares }: ChangeSums, view: DataView, from: number, times: number): void {
    const value = this.#isFar ? view.getFloat64(from + offset) : view.getInt32(from + offset);
    sum.add(value, 1, times);
    squares.add(value, value, times);
  }

  #count(bits: number, times: number): void {
    this.#times.set(bits, (this.#times.get(bits) ?? 0) + times);
  }

  counts(): Counts {
    const sums: Partial<Record<CounterName, ExactSum>> = {
      betterBy: this.#better.sum,
      betterBySquared: this.#better.squares,
      percentBetter: this.#percent.sum,
      percentBetterSquared: this.#percent.squares,
    };
    return countsBy((name) => sums[name]?.total ?? this.#ofBit(bitCounters.indexOf(name)));
  }

  #ofBit(bit: number): bigint {
    let sum = 0;
    for (const [bits, times] of this.#times) if (((bits >> bit) & 1) === 1) sum += times;
    return BigInt(sum);
  }
}

function changeSums(figure: keyof typeof scoreValues, numberBytes: number): ChangeSums {
  const { counter, place } = scoreValues[figure];
  const bit = 1 << bitCounters.indexOf(counter);
  return { bit, offset: 4 + numberBytes * place, sum: new ExactSum(), squares: new ExactSum() };
}
