import { csv } from './csv.js';
import type { FactRow } from './fact-columns.js';
import { ndjson } from './ndjson.js';
import { parquet } from './parquet.js';

interface Format {
  readonly mediaType: string;
  readonly encode: (batches: AsyncIterable<readonly FactRow[]>) => AsyncGenerator<string | Uint8Array>;
}

export const formatNames = ['csv', 'ndjson', 'parquet'] as const;
export type FormatName = (typeof formatNames)[number];

/** By the end of the file's name. */
export const formats: Readonly<Record<FormatName, Format>> = {
  csv: { mediaType: 'text/csv; charset=utf-8; header=present', encode: csv },
  ndjson: { mediaType: 'application/x-ndjson', encode: ndjson },
  parquet: { mediaType: 'application/vnd.apache.parquet', encode: parquet },
};
