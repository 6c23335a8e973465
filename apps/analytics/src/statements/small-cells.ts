import { toldFigures } from './figures.js';
import { recoveredCells, type ToldFigure } from './recovered-cells.js';
import type { Statement } from './statement.schema.js';

/** Whether a count tells of fewer than that many; of nobody is told. */
function isSmall(count: number, smallest: number): boolean {
  return count !== 0 && Math.abs(count) < smallest;
}

/** The counts that a statement tells, and what is left where one of them is part of another, each by a name. */
export function toldCounts(statement: Statement): ReadonlyMap<string, number> {
  const { rule, rate, beside, expected, observed, complications } = statement;
  const rates = [{ rule, rate }, ...beside].flatMap((one) =>
    one.rate === null ? [] : [{ ...one.rate, rule: one.rule }],
  );
  const ofOne = rates.flatMap((one): [string, number][] => [
    [`not ${one.rule}`, one.of - one.count],
    [`answered, and not to ${one.rule}`, observed - one.of],
  ]);
  const ofTwo = rates.flatMap((one, place) =>
    rates.slice(place + 1).flatMap((other): [string, number][] => [
      [`${one.rule}, and not ${other.rule}`, one.count - other.count],
      [`answered to ${one.rule}, and not to ${other.rule}`, one.of - other.of],
    ]),
  );
  const ofSessions: [string, number][] =
    complications === null ? [] : [['begun, and not expected', complications.sessions - expected]];
  return new Map([...toldFigures(statement), ['missing', expected - observed], ...ofOne, ...ofTwo, ...ofSessions]);
}

/**
 * Without what would tell of a few, alone or together with what is published: complications and stricter rules stand beside the
 * rate, and a sentence can be said without their figures, not without its own. Undefined where its own are too small.
 */
export function withoutSmallCells(
  statement: Statement,
  published: readonly Statement[],
  smallest: number,
): Statement | undefined {
  const series = new Map<string, boolean>();
  const isTold = (one: Statement) =>
    ![...toldCounts(one).values()].some((count) => isSmall(count, smallest)) &&
    !revealsTogether(one, published, smallest, series);
  const { complications, rate } = statement;
  let kept: Statement = { ...statement, beside: [], complications: null, missing: null };
  if (rate === null || !isTold(kept)) return undefined;
  if (isTold({ ...kept, complications })) kept = { ...kept, complications };
  for (const one of statement.beside) {
    const more = { ...kept, beside: [...kept.beside, one] };
    if (isTold(more)) kept = more;
  }
  return kept;
}

/**
 * Whether a statement tells of a few together with those that are published: as the difference of two, one of which is about part
 * of the other's patients, or by anything that adding up and taking away of several tells.
 * @param published the oldest first
 * @param series of which figures that is known already: what stands beside a statement changes nothing of its other figures
 */
export function revealsTogether(
  statement: Statement,
  published: readonly Statement[],
  smallest: number,
  series = new Map<string, boolean>(),
): boolean {
  const between = published.flatMap((one) => [...differences(one, statement), ...differences(statement, one)]);
  if (between.some((count) => isSmall(count, smallest))) return true;
  const before = seriesOf(published);
  return [...seriesOf([statement])].some(([name, told]) => {
    const reveals = series.get(name) ?? revealMore(before.get(name) ?? [], told, smallest);
    series.set(name, reveals);
    return reveals;
  });
}

/** Whether few can be worked out with further figures that could not before. */
function revealMore(before: readonly ToldFigure[], further: readonly ToldFigure[], smallest: number): boolean {
  if (before.length === 0) return false;
  const isWanted = (count: number) => isSmall(count, smallest);
  const small = [...recoveredCells([...before, ...further], isWanted)];
  if (small.length === 0) return false;
  const known = recoveredCells(before, isWanted);
  return small.some(([cell, count]) => known.get(cell) !== count);
}

/** By what they count: whose figures may be added up and taken away from each other. */
function seriesOf(statements: readonly Statement[]): ReadonlyMap<string, readonly ToldFigure[]> {
  const all = statements.flatMap((statement) =>
    [...toldCounts(statement)].map(([figure, value]) => {
      const isOfSessions = ofSessions.has(figure);
      const { measure, painLocation, recall, of } = statement;
      const question = isOfSessions ? [] : [measure, painLocation, recall, of];
      return { name: [figure, ...question].join(' '), told: { ...placeOf(statement, isOfSessions), value } };
    }),
  );
  const byName = Map.groupBy(all, ({ name }) => name);
  return new Map([...byName].map(([name, own]) => [name, own.map(({ told }) => told)]));
}

/** Of all sessions that were begun, whatever the sentence is about. */
const ofSessions = new Set(['complication', 'session']);

/** The counts of a statement less those of another one that is about part of its patients. Nothing, where none is. */
function differences(whole: Statement, part: Statement): readonly number[] {
  if (!isWithin(part, whole)) return [];
  const [all, some] = [toldCounts(whole), toldCounts(part)];
  const isSameQuestion = (['measure', 'painLocation', 'recall'] as const).every((name) => whole[name] === part[name]);
  const shared = [...all].flatMap(([name, count]) => {
    const other = some.get(name);
    return other === undefined || !(isSameQuestion || ofSessions.has(name)) ? [] : [count - other];
  });
  return isSameQuestion ? [...shared, ...ofStricterRules(whole, part)] : shared;
}

/** From mild to strict: whom a rule is true of, all those before it are. */
const rulesByStrictness = [
  'any-better',
  'improved',
  'improved-by-points',
  'at-least-50',
  'over-50',
  'at-least-75',
] as const;

function ofStricterRules(whole: Statement, part: Statement): readonly number[] {
  const [all, some] = [toldFigures(whole), toldFigures(part)];
  return rulesByStrictness.flatMap((milder, place) =>
    rulesByStrictness.slice(place + 1).flatMap((stricter) => {
      const [count, other] = [all.get(milder), some.get(stricter)];
      return count === undefined || other === undefined ? [] : [count - other];
    }),
  );
}

function isWithin(part: Statement, whole: Statement): boolean {
  const [inner, outer] = [placeOf(part), placeOf(whole)];
  return (
    (part.of === whole.of || whole.of === 'treatments') &&
    outer.from <= inner.from &&
    inner.before <= outer.before &&
    inner.kinds.every((kind) => outer.kinds.includes(kind))
  );
}

/** Whom a statement is about: types of procedure with their windows, and months of their sessions. */
function placeOf({ windows, from, to }: Statement, isOfSessions = false): Omit<ToldFigure, 'value'> {
  return {
    kinds: windows.map(({ procedureType, window }) => (isOfSessions ? procedureType : `${procedureType} ${window}`)),
    from: from === null ? -Infinity : monthsUntil(from, 1),
    before: to === null ? Infinity : monthsUntil(to, 12) + 1,
  };
}

const monthsPerYear = 12;

/** @param usual the month that a year stands for */
function monthsUntil(period: string, usual: number): number {
  const [year = 0, month = usual] = period.split('-').map(Number);
  return year * monthsPerYear + month;
}
