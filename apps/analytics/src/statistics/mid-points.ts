import type { ReliefCell } from './innermost-intervals.js';
import type { DayCounts } from './kaplan-meier.js';

/**
 * As if relief had ended in the middle between its last day and the first day without: what Kaplan-Meier needs, and what
 * nobody saw. A curve of these counts has to say so (Lindsey and Ryan 1998, Statistics in Medicine 17:219-238, on its bias).
 */
export function atMidPoints(cells: readonly ReliefCell[]): DayCounts[] {
  return cells.map(({ after, until, count }) =>
    until === null
      ? { day: after, events: 0, censored: count }
      : { day: (after + until) / 2, events: count, censored: 0 },
  );
}
