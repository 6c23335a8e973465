import { factColumns, type FactRow, type FactValue } from './fact-columns.js';

const lineEnd = '\r\n';
const needsQuotes = /[",\r\n]/;
/** What spreadsheets take for a formula, and run. */
const formula = /^[=+\-@\t\r]/;

/** RFC 4180, with a header. What is not known is empty. */
export async function* csv(batches: AsyncIterable<readonly FactRow[]>): AsyncGenerator<string> {
  yield `${factColumns.map(({ name }) => name).join(',')}${lineEnd}`;
  for await (const rows of batches) yield rows.map(lineOf).join('');
}

function lineOf(row: FactRow): string {
  return `${factColumns.map(({ name }) => fieldOf(row[name] ?? null)).join(',')}${lineEnd}`;
}

/** Texts that would be formulas get an apostrophe, as spreadsheets themselves write it; numbers may be negative. */
function fieldOf(value: FactValue): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = formula.test(value) ? `'${value}` : value;
  // Empty, and known to be: not the same as not known.
  return text === '' || needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
