import type { WindowCells } from '../questions/cells.repository.js';
import { namesNoOther } from './statement-of.js';
import type { Statement } from './statement.schema.js';

/**
 * Why answers to a statement's question are missing (clinical rule 21), the most frequent reason first: of windows that have closed.
 * @param groups of the figure `missing`, of all types, scales and windows
 */
export function reasonsOf(
  { measure, windows, painLocation, recall }: Statement,
  groups: readonly WindowCells[],
): NonNullable<Statement['missing']> {
  const own = groups.filter(
    (group) =>
      group.measure === measure &&
      windows.some(({ procedureType, window }) => group.procedureType === procedureType && group.window === window) &&
      namesNoOther(group, { painLocation, recall }),
  );
  const byReason = Map.groupBy(
    own.flatMap(({ cells }) => cells),
    ({ what }) => what,
  );
  return [...byReason]
    .map(([why, cells]) => ({ why, count: cells.reduce((sum, { count }) => sum + count, 0) }))
    .toSorted((one, other) => other.count - one.count);
}
