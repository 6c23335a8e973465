import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { CsvError, parse } from 'csv-parse';
import { UnreadableFile } from '../message-reader.js';

/** The rows of a CSV file, one after the other (RFC 4180, with the separator and character set of the site file). */

export interface CsvRow {
  /** The line that the row begins in, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** As it stands in the file, without its line end. */
  readonly raw: string;
}

/** A quote that is never closed would take in the rest of the file. */
const mostRowCharacters = 1024 * 1024;

interface Parsed {
  readonly record: string[];
  readonly raw: string;
  readonly info: { readonly lines: number };
}

/** All rows, the heading too; empty lines are left out. What is not of the character set becomes U+FFFD. */
export async function* readCsvRows(
  stream: AsyncIterable<Buffer>,
  { separator, charset }: { readonly separator: string; readonly charset: string },
): AsyncGenerator<CsvRow> {
  const text = Readable.from(decoded(stream, charset));
  const parser = parse({
    delimiter: separator,
    info: true,
    raw: true,
    relax_column_count: true,
    // A quote within an unquoted cell, such as 5'11", is part of it.
    relax_quotes: true,
    max_record_size: mostRowCharacters,
  });
  text.on('error', (error) => parser.destroy(error));
  let line = 1;
  try {
    for await (const { record, raw, info } of text.pipe(parser) as AsyncIterable<Parsed>) {
      const row = { line, cells: record.map((cell) => cell.trim()), raw: raw.replace(/[\r\n]+$/, '') };
      line = info.lines + 1;
      if (row.cells.some((cell) => cell !== '')) yield row;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const detail = `From line ${line} on it can't be read as CSV: a quote is not closed, or a row is too long.`;
    throw new UnreadableFile('not-readable', detail, line);
  } finally {
    text.destroy();
    parser.destroy();
  }
}

const marks = [
  { bytes: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
  { bytes: [0xff, 0xfe], charset: 'utf-16le' },
  { bytes: [0xfe, 0xff], charset: 'utf-16be' },
] as const;

/** A byte order mark says more of a file than its map does. */
async function* decoded(stream: AsyncIterable<Buffer>, charset: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let first: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    let bytes = chunk;
    if (decoder === undefined) {
      first = Buffer.concat([first, chunk]);
      if (first.length < 3) continue;
      decoder = new TextDecoder(charsetOf(first) ?? charset);
      bytes = first;
    }
    const text = decoder.decode(bytes, { stream: true });
    if (text !== '') yield text;
  }
  decoder ??= new TextDecoder(charsetOf(first) ?? charset);
  const rest = first.length < 3 ? decoder.decode(first) : decoder.decode();
  if (rest !== '') yield rest;
}

function charsetOf(first: Buffer): string | undefined {
  return marks.find(({ bytes }) => bytes.every((byte, place) => first[place] === byte))?.charset;
}

const mustBeQuoted = /["\r\n]/;

/** A row as text, quoted where it has to be. */
export function csvLine(cells: readonly string[], separator: string): string {
  return cells
    .map((cell) =>
      mustBeQuoted.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell,
    )
    .join(separator);
}
