import type { AmongFirst } from './chosen-bits.js';

const countBytes = 4;

/** What is done with the runs of a figure, row by row. */
export interface Tally {
  readonly add: (runs: ChosenRuns) => void;
}

/**
 * The runs of a row of which some entries are chosen. Row after row is read into the same memory, and each run is two numbers and no
 * object, since hundreds of thousands are read while somebody waits.
 */
export class ChosenRuns {
  view: DataView = new DataView(new ArrayBuffer());
  /** So many have been found. */
  length = 0;
  /** Of each where in the view it begins what it says, and how many are chosen: below zero where they are taken back. */
  froms = new Int32Array();
  times = new Int32Array();

  /** @param size of a run, in bytes */
  read(runs: Buffer, size: number, among: AmongFirst): void {
    const view = new DataView(runs.buffer, runs.byteOffset, runs.byteLength);
    if (this.froms.length * size < view.byteLength) {
      this.froms = new Int32Array((2 * view.byteLength) / size);
      this.times = new Int32Array(this.froms.length);
    }
    const { froms, times } = this;
    let [length, end, before] = [0, 0, 0];
    for (let from = 0; from < view.byteLength; from += size) {
      const signed = view.getInt32(from);
      end += Math.abs(signed);
      const until = among(end);
      if (until > before) {
        froms[length] = from + countBytes;
        times[length] = signed < 0 ? before - until : until - before;
        length += 1;
      }
      before = until;
    }
    this.view = view;
    this.length = length;
  }
}
