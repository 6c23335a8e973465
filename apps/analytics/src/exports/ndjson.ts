import type { FactRow } from './fact-columns.js';

/** A JSON object a line, each with all columns. What is not known is null. */
export async function* ndjson(batches: AsyncIterable<readonly FactRow[]>): AsyncGenerator<string> {
  for await (const rows of batches) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
