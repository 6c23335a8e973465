import type { ReactNode } from 'react';
import { csvOf, type CsvValue } from './csv.js';

/** How a column is shown, and what it is in a file where that is something else. */
export interface Column<Row> {
  readonly name: string;
  readonly shown: (row: Row) => string;
  readonly value?: (row: Row) => CsvValue;
}

interface NumbersProps<Row> {
  /** What the numbers are of. */
  readonly of: string;
  readonly file: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}

/** The numbers behind a picture: to read, and as a file. The first column names the row. */
export function NumbersTable<Row>({ of, file, columns, rows }: NumbersProps<Row>): ReactNode {
  const save = (): void => {
    const values = rows.map((row) => columns.map(({ shown, value }) => (value ?? shown)(row)));
    const names = columns.map(({ name }) => name);
    offer(`${file}.csv`, csvOf(names, values));
  };
  return (
    <details className="numbers">
      <summary>The numbers: {of}</summary>
      {/* A region that scrolls must be reached by the keyboard. */}
      <div className="scroll" role="region" aria-label={`The numbers: ${of}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                {columns.map(({ name, shown }, index) =>
                  index === 0 ? (
                    <th key={name} scope="row">
                      {shown(row)}
                    </th>
                  ) : (
                    <td key={name}>{shown(row)}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <button type="button" onClick={save}>
        Save as CSV<span className="unseen">: {of}</span>
      </button>
    </details>
  );
}

function offer(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
