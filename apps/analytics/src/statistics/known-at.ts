import type { ReliefCell } from './innermost-intervals.js';

export interface KnownAt {
  readonly day: number;
  /** Seen with relief on this day or later. */
  readonly withRelief: number;
  /** Seen without relief on this day or before. */
  readonly ended: number;
  /** Neither: this day lies between two visits, or behind the last one. */
  readonly unknown: number;
}

/** What a Turnbull curve rests on by a day, in the place of numbers at risk, which need days of ends. */
export function knownAt(cells: readonly ReliefCell[], days: readonly number[]): KnownAt[] {
  return days.map((day) => {
    const sum = (holds: (cell: ReliefCell) => boolean) =>
      cells.reduce((total, cell) => (holds(cell) ? total + cell.count : total), 0);
    const hasEnded = ({ until }: ReliefCell) => until !== null && until <= day;
    const ended = sum(hasEnded);
    const withRelief = sum((cell) => !hasEnded(cell) && cell.after >= day);
    return { day, withRelief, ended, unknown: sum(() => true) - ended - withRelief };
  });
}
