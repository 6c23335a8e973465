import { cellsOfFactSql, figureNames, figures, type Figure, type FigureName } from './cells.js';
import { counterNames, isOfFacts, type CounterName } from './counters.js';
import { columnOf } from './tables.js';
import { takenBack } from './profiles.js';

/**
 * Outcomes one by one, for what no rollup is counted by: packed into a few bytes each, as rows of a month. Who asks reads all of
 * the months, and leaves out those whose profile is another. An entry is a profile of four bytes, and what its figure has besides:
 * bits of four bytes, and numbers: whole ones of four bytes, or any of eight.
 */
export interface Layout {
  readonly hasBits: boolean;
  readonly numbers: 0 | 1 | 2;
  readonly numberBytes: 4 | 8;
}

/** Scores have a bit for each counter that counts them; those that were answered have both of their changes besides. */
const layoutsOfScores = {
  unanswered: { hasBits: true, numbers: 0, numberBytes: 4 },
  score: { hasBits: true, numbers: 2, numberBytes: 4 },
  /** Whose changes need more than four bytes: a percentage of next to nothing. */
  'far-score': { hasBits: true, numbers: 2, numberBytes: 8 },
} as const satisfies Record<string, Layout>;
type ScoreFigure = keyof typeof layoutsOfScores;

/** What counters are made of. */
export const countedFigures = Object.keys(layoutsOfScores) as readonly ScoreFigure[];
/** What changes are made of. */
const changedFigures = ['score', 'far-score'] as const satisfies readonly ScoreFigure[];

export type EntryFigure = FigureName | ScoreFigure;

/** The counters that a bit says whether a score is counted in. */
export const bitCounters: readonly CounterName[] = counterNames.filter(isOfFacts);

/** What else an entry of a score tells: the number, where the counter counts it. */
export const scoreValues = {
  'better-by': { counter: 'changed', place: 0 },
  'percent-better': { counter: 'rated', place: 1 },
} as const satisfies Partial<Record<FigureName, { readonly counter: CounterName; readonly place: number }>>;

function isOfScore(figure: string): figure is keyof typeof scoreValues {
  return figure in scoreValues;
}

/** Under which figures it is kept. */
export function keptAs(figure: EntryFigure): readonly EntryFigure[] {
  return isOfScore(figure) ? changedFigures : [figure];
}

export function layoutOf(name: EntryFigure): Layout {
  if (isScore(name)) return layoutsOfScores[name];
  const { at, until }: Figure = figures[name];
  return { hasBits: false, numbers: until !== undefined ? 2 : at !== undefined ? 1 : 0, numberBytes: 8 };
}

function isScore(figure: EntryFigure): figure is ScoreFigure {
  return figure in layoutsOfScores;
}

export function lengthOf({ hasBits, numbers, numberBytes }: Layout): number {
  return 4 + (hasBits ? 4 : 0) + numberBytes * numbers;
}

/** A profile with its sign, in SQL. */
const signed = (profile: string, sign: string): string =>
  `int4send(${profile} | CASE WHEN ${sign} < 0 THEN (${takenBack})::int ELSE 0 END)`;

const changes = (['betterBy', 'percentBetter'] as const).map(columnOf);
const isNear = `greatest(${changes.map((column) => `abs(${column})`).join(', ')}) < 2 ^ 31`;

/** Of a row of counters. */
export const scoreFigureSql = `CASE WHEN observed = 0 THEN 'unanswered' WHEN ${isNear} THEN 'score' ELSE 'far-score' END`;

/** Of the same. */
export function scoreEntrySql(profile: string, sign: string): string {
  const bits = bitCounters.map((name, index) => `(${columnOf(name)} << ${index})`).join(' | ');
  const [near, far] = [
    changes.map((column) => `int4send(${column}::int)`).join(' || '),
    changes.map((column) => `float8send(${column})`).join(' || '),
  ];
  return `${signed(profile, sign)} || int4send(${bits}) || CASE WHEN observed = 0 THEN '' WHEN ${isNear} THEN ${near} ELSE ${far} END`;
}

/** The cells that have entries of their own. */
export const entriesOfFactSql = cellsOfFactSql((name) => !isOfScore(name));

/** Of a row `cell` of those. */
export function cellEntrySql(profile: string, sign: string): string {
  const numbers = ['cell.at', 'cell.until'].map((name) => `float8send(${name})`);
  const cases = ([1, 2] as const).map((count) => {
    const names = figureNames.filter((name) => !isOfScore(name) && layoutOf(name).numbers === count);
    return `WHEN cell.figure IN (${names.map((name) => `'${name}'`).join(', ')}) THEN ${numbers.slice(0, count).join(' || ')}`;
  });
  return `${signed(profile, sign)} || CASE ${cases.join(' ')} ELSE '' END`;
}
