import type { Row, Section } from './section.js';

/** What was learned, for people: a heading and a table for each part. */

const mostRows = 15;

/** @param isAll whether long tables are shown whole */
export function reportText(sections: readonly Section[], isAll: boolean): string {
  return sections.map((section) => sectionText(section, isAll)).join('\n\n');
}

function sectionText({ title, rows, rest = 0 }: Section, isAll: boolean): string {
  const told = isAll ? rows : rows.slice(0, mostRows);
  const left = rows.length - told.length;
  return [
    title,
    ...tableText(told),
    ...(left > 0 ? [`  … and ${left} more rows: --all shows them`] : []),
    ...(rest > 0 ? [`  … and ${rest} occurrences of others, too many to be told apart`] : []),
  ].join('\n');
}

function tableText(rows: readonly Row[]): readonly string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const columns = Object.keys(first);
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => [...(line[index] ?? '')].length)));
  return cells.map((line) => `  ${line.map((cell, index) => padded(cell, index, widths)).join('  ')}`.trimEnd());
}

/** Counts, which come first, end at the same place. */
function padded(cell: string, index: number, widths: readonly number[]): string {
  const width = widths[index] ?? 0;
  return index === 0 ? cell.padStart(width) : cell.padEnd(width);
}
