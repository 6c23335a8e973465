import type { ReactNode } from 'react';
import { countText } from '../numbers.js';
import type { EpisodesQuery } from './ask.js';
import { csvOf, type CsvValue } from './csv.js';
import { episodesAddress } from './episodes-address.js';

/** How a column is shown, and what it is in a file where that is something else. */
export interface Column<Row> {
  readonly name: string;
  readonly shown: (row: Row) => string;
  readonly value?: (row: Row) => CsvValue;
  /** The episodes behind the number, where it is one. */
  readonly behind?: (row: Row) => EpisodesQuery | undefined;
}

/** A count, and where there is anybody, the way to the episodes behind it. */
export function countColumn<Row>(
  name: string,
  count: (row: Row) => number,
  behind: (row: Row) => EpisodesQuery,
): Column<Row> {
  return {
    name,
    shown: (row) => countText(count(row)),
    value: count,
    behind: (row) => (count(row) === 0 ? undefined : behind(row)),
  };
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
                {columns.map((column, index) =>
                  index === 0 ? (
                    <th key={column.name} scope="row">
                      {column.shown(row)}
                    </th>
                  ) : (
                    <td key={column.name}>
                      <Number column={column} row={row} />
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {columns.some(({ behind }) => behind !== undefined) && (
        <p className="quiet hint">A number that is a link leads to the episodes behind it.</p>
      )}
      <button type="button" onClick={save}>
        Save as CSV<span className="unseen">: {of}</span>
      </button>
    </details>
  );
}

function Number<Row>({
  column: { shown, behind },
  row,
}: {
  readonly column: Column<Row>;
  readonly row: Row;
}): ReactNode {
  const query = behind?.(row);
  if (query === undefined) return shown(row);
  return (
    <a href={episodesAddress(query)}>
      {shown(row)}
      <span className="unseen">: the episodes behind this</span>
    </a>
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
