import type { Proportion } from '../answers/proportion.js';
import type { Statement } from './statement.schema.js';

/** The counts that a published statement tells, each a number of patients. */
export function toldCounts({ rate, beside, complications, expected, observed }: Statement): readonly number[] {
  const parts = [rate, ...beside.map((one) => one.rate)].filter((one) => one !== null);
  return [expected - observed, complications?.count ?? 0, ...parts.flatMap(countsOf)];
}

function countsOf({ count, of }: Proportion): readonly number[] {
  return [count, of - count];
}

/** Whether any of the counts tells of fewer than that many; of nobody is told. */
function hasSmallCell(counts: readonly number[], smallest: number): boolean {
  return counts.some((count) => count > 0 && count < smallest);
}

/**
 * Without what would tell of a few: complications and stricter rules stand beside the rate, and a sentence can be said without
 * their figures, not without its own. Undefined where its own are too small.
 */
export function withoutSmallCells(statement: Statement, smallest: number): Statement | undefined {
  const isTold = (rate: Proportion) => !hasSmallCell(countsOf(rate), smallest);
  const { rate, beside, complications, expected, observed } = statement;
  if (rate === null || !isTold(rate) || hasSmallCell([expected - observed], smallest)) return undefined;
  return {
    ...statement,
    beside: beside.filter((one) => isTold(one.rate)),
    complications: complications !== null && hasSmallCell([complications.count], smallest) ? null : complications,
  };
}

/**
 * Whether two statements together tell of a few: of one sentence about one subject, in periods that differ by little, each
 * count less the other's is the count of those who are in one of them only.
 */
export function revealsTogether(one: Statement, other: Statement, smallest: number): boolean {
  const comparable = (['sentence', 'subject', 'measure', 'painLocation', 'recall'] as const).every(
    (name) => one[name] === other[name],
  );
  if (!comparable || one.rate === null || other.rate === null) return false;
  const differences = [
    one.rate.count - other.rate.count,
    one.rate.of - other.rate.of,
    one.rate.of - one.rate.count - (other.rate.of - other.rate.count),
    one.expected - other.expected,
  ];
  return hasSmallCell(differences.map(Math.abs), smallest);
}
