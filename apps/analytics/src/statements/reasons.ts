import type { SeriesCells } from '../questions/cells.repository.js';
import { isInWindows, namesNoOther } from './statement-of.js';
import type { Statement } from './statement.schema.js';

/**
 * Why answers to a statement's question are missing (clinical rule 21), the most frequent reason first: of windows that have closed.
 * @param groups of the figure `missing`, of all types, scales and windows
 */
export function reasonsOf(statement: Statement, groups: readonly SeriesCells[]): NonNullable<Statement['missing']> {
  const own = groups.filter((group) => isInWindows(group, statement) && namesNoOther(group, statement));
  const byReason = Map.groupBy(
    own.flatMap(({ cells }) => cells),
    ({ what }) => what,
  );
  return [...byReason]
    .map(([why, cells]) => ({ why, count: cells.reduce((sum, { count }) => sum + count, 0) }))
    .toSorted((one, other) => other.count - one.count);
}
