import { cellsOfFactSql, figureNames, figures, type Figure, type FigureName } from './cells.js';
import { counterNames, isOfFacts, type CounterName } from './counters.js';
import { columnOf } from './tables.js';

/**
 * Outcomes one by one, for what no rollup is counted by: packed, as rows of a year. Their profiles are packed bit by bit, so that who
 * asks reads no more than the bits that were asked by. What they say stands beside, once for a run of outcomes that say the
 * same: how many they are, in four bytes, below zero where they are taken back, and what their figure has: bits of four bytes,
 * and numbers, whole ones of four bytes or any of eight.
 */
export interface Layout {
  readonly hasBits: boolean;
  readonly numbers: 0 | 1 | 2;
  readonly numberBytes: 4 | 8;
}

/** Scores have a bit for each counter that counts them, and both of their changes, 0 where there are none. */
const layoutsOfScores = {
  score: { hasBits: true, numbers: 2, numberBytes: 4 },
  /** Whose changes need more than four bytes: a percentage of next to nothing. */
  'far-score': { hasBits: true, numbers: 2, numberBytes: 8 },
} as const satisfies Record<string, Layout>;
type ScoreFigure = keyof typeof layoutsOfScores;

export const scoreFigures = Object.keys(layoutsOfScores) as readonly ScoreFigure[];

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
  return isOfScore(figure) ? scoreFigures : [figure];
}

/** All there are. */
export const entryFigures: readonly EntryFigure[] = [
  ...scoreFigures,
  ...figureNames.filter((name) => !isOfScore(name)),
];

export function layoutOf(name: EntryFigure): Layout {
  if (isScore(name)) return layoutsOfScores[name];
  const { at, until }: Figure = figures[name];
  return { hasBits: false, numbers: until !== undefined ? 2 : at !== undefined ? 1 : 0, numberBytes: 8 };
}

function isScore(figure: EntryFigure): figure is ScoreFigure {
  return figure in layoutsOfScores;
}

/** Of a run, in bytes. */
export function lengthOf({ hasBits, numbers, numberBytes }: Layout): number {
  return 4 + (hasBits ? 4 : 0) + numberBytes * numbers;
}

const changes = (['betterBy', 'percentBetter'] as const).map(columnOf);
const isNear = `greatest(${changes.map((column) => `abs(${column})`).join(', ')}) < 2 ^ 31`;

/** Of a row of counters. */
export const scoreFigureSql = `CASE WHEN ${isNear} THEN 'score' ELSE 'far-score' END`;

/** What it says, of the same. */
const bits = bitCounters.map((name, index) => `(${columnOf(name)} << ${index})`).join(' | ');
const [near, far] = [
  changes.map((column) => `int4send(${column}::int)`).join(' || '),
  changes.map((column) => `float8send(${column})`).join(' || '),
];
export const scoreSaidSql = `int4send(${bits}) || CASE WHEN ${isNear} THEN ${near} ELSE ${far} END`;

/** The cells that have entries of their own. */
export const entriesOfFactSql = cellsOfFactSql((name) => !isOfScore(name));

/** What a row `cell` of those says. */
export const cellSaidSql = saidOfCell();

function saidOfCell(): string {
  const numbers = ['cell.at', 'cell.until'].map((name) => `float8send(${name})`);
  const cases = ([1, 2] as const).map((count) => {
    const names = figureNames.filter((name) => !isOfScore(name) && layoutOf(name).numbers === count);
    return `WHEN cell.figure IN (${names.map((name) => `'${name}'`).join(', ')}) THEN ${numbers.slice(0, count).join(' || ')}`;
  });
  return `CASE ${cases.join(' ')} ELSE ''::bytea END`;
}
