import type { Load } from './cell-records.js';

/** What became of one cell: every record is where it belongs, or why not. */
export interface CellResult {
  readonly row: string;
  readonly load: Load;
  readonly isKilled: boolean;
  readonly delivered: number;
  readonly refused: number;
  /** Corrections that a person has to make there. */
  readonly byHand?: number;
  readonly wrong: readonly string[];
}

const columns = ['single', 'batch', 'load'].flatMap((load) => [`${load}`, `${load} †`]);

/** The matrix as the test run prints it: delivered + refused (r) + to be corrected by hand (h) of each cell, † where fhir-sync was killed in the middle. */
export function tellMatrix(results: readonly CellResult[], elsewhere: ReadonlyMap<string, string>): string {
  const names = [...new Set(results.map(({ row }) => row))];
  const widest = Math.max(...names.map(({ length }) => length));
  const cellOf = (row: string, column: string) => {
    const [load, mark] = column.split(' ');
    const found = results.find((one) => one.row === row && one.load === load && one.isKilled === (mark !== undefined));
    if (found === undefined) return '–';
    const text = [found.delivered, told(found.refused, 'r'), told(found.byHand, 'h')].join('');
    return found.wrong.length === 0 ? `✓ ${text}` : `✗ ${text}`;
  };
  const line = (first: string, cells: readonly string[], last: string) =>
    [first.padEnd(widest), ...cells.map((cell) => cell.padEnd(9)), last].join('  ').trimEnd();
  return [
    line('fault', columns, 'what it does to deliveries that are not built for it'),
    ...names.map((name) =>
      line(
        name,
        columns.map((column) => cellOf(name, column)),
        elsewhere.get(name) ?? '',
      ),
    ),
  ].join('\n');
}

function told(count: number | undefined, letter: string): string {
  return count === undefined || count === 0 ? '' : `+${count}${letter}`;
}
