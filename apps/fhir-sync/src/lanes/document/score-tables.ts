import type { Known, Observation } from '../reading/records.js';
import { byTime, observationInWords } from '../reading/summary-lines.js';
import type { Section } from './document-content.js';
import type { DocumentSettings } from './document-settings.js';
import { rulesOf, sourcesOf } from './figures.js';

type Score = Known<Observation>;

/** The answers in one table, what was derived from them in another. `known`: also the scores that are told elsewhere. */
export function scoreSections(
  scores: readonly Score[],
  known: readonly Score[],
  { base, timeZone }: DocumentSettings,
): readonly Section[] {
  const isFigure = ({ resource }: Score) => rulesOf(resource, base) !== undefined;
  const answers = byTime(
    scores.filter((score) => !isFigure(score)),
    timeZone,
  ).map(({ resource }) => answerRow(resource, timeZone));
  const figures = scores.filter(isFigure).map((score) => figureRow(score, known, timeZone));
  return [
    ...table('Scores', ['Measure', 'Score', 'When', 'Remarks'], answers),
    ...table('Derived from scores', ['Figure', 'Value', 'Scores and remarks'], figures.toSorted(byName)),
  ];
}

/** Without the columns that stay empty. */
function table(heading: string, columns: readonly string[], rows: readonly (readonly string[])[]): readonly Section[] {
  const isFilled = columns.map((_, column) => rows.some((row) => row[column] !== ''));
  const filled = (cells: readonly string[]) => cells.filter((_, column) => isFilled[column]);
  return rows.length === 0 ? [] : [{ heading, columns: filled(columns), rows: rows.map(filled) }];
}

function answerRow(observation: Observation, timeZone: string): readonly string[] {
  const { name, value = '', time = '', about } = observationInWords(observation, timeZone);
  return [name, value, time, about];
}

/** What is derived of several measures stands together by its kind. Sorting keeps the order of keys otherwise. */
function byName([a = '']: readonly string[], [b = '']: readonly string[]): number {
  return a < b ? -1 : Number(a > b);
}

function figureRow(figure: Score, known: readonly Score[], timeZone: string): readonly string[] {
  const { name, value = '', about } = observationInWords(figure.resource, timeZone);
  const keys = new Set(sourcesOf(figure));
  const sources = byTime(
    known.filter(({ key }) => keys.has(key)),
    timeZone,
  );
  const from = sources.map(({ resource }) => scoreWithTime(resource, timeZone)).join(' to ');
  return [name, value, [from, about].filter((said) => said !== '').join('; ')];
}

/** `8 (2026-03-12 09:40 -05:00)`. */
function scoreWithTime(score: Observation, timeZone: string): string {
  const { value = '', time } = observationInWords(score, timeZone);
  return time === undefined ? value : `${value} (${time})`;
}
