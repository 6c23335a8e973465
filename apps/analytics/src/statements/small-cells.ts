import type { Proportion } from '../answers/proportion.js';
import { subjects } from './sentences.js';
import type { Statement } from './statement.schema.js';

/** Whether any of the counts tells of fewer than that many; of nobody is told. */
function hasSmallCell(counts: readonly number[], smallest: number): boolean {
  return counts.some((count) => count !== 0 && Math.abs(count) < smallest);
}

function countsOf({ count, of }: Proportion): readonly number[] {
  return [count, of, of - count];
}

/** The counts that a statement tells, and the differences of those that are part of one another. */
export function toldCounts(statement: Statement): readonly number[] {
  const { rate, beside, complications, expected, observed } = statement;
  const rates = [rate, ...beside.map((one) => one.rate)].filter((one) => one !== null);
  const nested = rates.flatMap((one, place) =>
    rates.slice(place + 1).flatMap((other) => [one.count - other.count, one.of - other.of]),
  );
  return [
    ...[expected - observed, complications?.count ?? 0],
    ...rates.flatMap(countsOf),
    ...rates.map(({ of }) => observed - of),
    ...nested,
  ];
}

/**
 * Without what would tell of a few: complications and stricter rules stand beside the rate, and a sentence can be said without
 * their figures, not without its own. Undefined where its own are too small.
 */
export function withoutSmallCells(statement: Statement, smallest: number): Statement | undefined {
  const { complications } = statement;
  const few = complications !== null && hasSmallCell([complications.count], smallest);
  let kept: Statement = { ...statement, beside: [], complications: few ? null : complications };
  if (kept.rate === null || hasSmallCell(toldCounts(kept), smallest)) return undefined;
  for (const one of statement.beside) {
    const more = { ...kept, beside: [...kept.beside, one] };
    if (!hasSmallCell(toldCounts(more), smallest)) kept = more;
  }
  return kept;
}

/**
 * Whether a statement tells of a few together with those that are published: as the difference of two that are about some of the
 * same patients, or as what is left of all when its parts are taken away.
 */
export function revealsTogether(statement: Statement, published: readonly Statement[], smallest: number): boolean {
  const pairs = published.filter((one) => isComparable(one, statement));
  if (pairs.some((one) => hasSmallCell(differences(one, statement), smallest))) return true;
  const told = [...published, statement];
  return told.some((whole) => hasSmallCell(remainder(whole, told), smallest));
}

/** Of the same scores: another sentence or another period may be of part of the same patients. */
function isComparable(one: Statement, other: Statement): boolean {
  return (['subject', 'measure', 'painLocation', 'recall'] as const).every((name) => one[name] === other[name]);
}

function differences(one: Statement, other: Statement): readonly number[] {
  const isSameSentence = one.sentence === other.sentence;
  const ofRate = (statement: Statement) => (statement.rate === null ? [] : countsOf(statement.rate));
  const told = (statement: Statement) => [
    ...ofRate(statement),
    ...(isSameSentence ? [statement.expected, statement.observed, statement.expected - statement.observed] : []),
    ...(isSameSentence && one.complications !== null && other.complications !== null
      ? [statement.complications?.count ?? 0, statement.complications?.sessions ?? 0]
      : []),
  ];
  const others = told(other);
  return told(one).map((count, index) => count - (others[index] ?? 0));
}

/** Of a statement about several types of procedure: its counts less those of its published parts. Nothing, where none is. */
function remainder(whole: Statement, told: readonly Statement[]): readonly number[] {
  const types = typesOf(whole);
  const parts = told.filter(
    (one) =>
      one !== whole &&
      (['sentence', 'of', 'from', 'to', 'measure', 'painLocation', 'recall'] as const).every(
        (name) => one[name] === whole[name],
      ) &&
      typesOf(one).length < types.length &&
      typesOf(one).every((type) => types.includes(type)),
  );
  // Published again and again, one subject is one part.
  const bySubject = [...new Map(parts.map((one) => [one.subject, one])).values()];
  if (bySubject.length === 0 || whole.rate === null) return [];
  const left = (count: (statement: Statement) => number) =>
    bySubject.reduce((sum, part) => sum - count(part), count(whole));
  return [
    left(({ rate }) => rate?.count ?? 0),
    left(({ rate }) => rate?.of ?? 0),
    left(({ rate }) => (rate === null ? 0 : rate.of - rate.count)),
    left(({ expected }) => expected),
    left(({ expected, observed }) => expected - observed),
  ];
}

function typesOf({ subject }: Statement): readonly string[] {
  return subjects.find(({ id }) => id === subject)?.types ?? [];
}
