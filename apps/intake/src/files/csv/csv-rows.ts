import { TextDecoder } from 'node:util';
import { parse } from 'csv-parse';
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

interface WithRaw {
  readonly record: string[];
  readonly raw: string;
}

interface Parsed extends WithRaw {
  /** Lines of the file up to the end of the row. */
  readonly lines: number;
}

/** All rows, the heading too; empty lines are left out. What is not of the character set becomes U+FFFD. */
export async function* readCsvRows(
  stream: AsyncIterable<Buffer>,
  { separator, charset }: { readonly separator: string; readonly charset: string },
): AsyncGenerator<CsvRow> {
  const parsing = new Parsing(separator);
  for await (const text of decoded(stream, charset)) yield* rowsOf(await parsing.push(text), parsing);
  yield* rowsOf(await parsing.finish(), parsing);
}

function* rowsOf(parsed: readonly Parsed[], parsing: Parsing): Generator<CsvRow> {
  for (const { record, raw, lines } of parsed) {
    const line = parsing.line;
    parsing.line = lines + 1;
    const cells = record.map((cell) => cell.trim());
    if (cells.some((cell) => cell !== '')) yield { line, cells, raw: raw.replace(/[\r\n]+$/, '') };
  }
  if (parsing.fault === undefined) return;
  const detail = `From line ${parsing.line} on it can't be read as CSV: a quote is not closed, or a row is too long.`;
  throw new UnreadableFile('not-readable', detail, parsing.line);
}

/** The parser, fed piece by piece: as a stream it would drop the good rows before a bad one. */
class Parsing {
  /** In which the next row begins. */
  line = 1;
  fault: Error | undefined;
  #rows: Parsed[] = [];
  readonly #parser;

  constructor(delimiter: string) {
    this.#parser = parse({
      delimiter,
      raw: true,
      relax_column_count: true,
      // A quote within an unquoted cell, such as 5'11", is part of it.
      relax_quotes: true,
      max_record_size: mostRowCharacters,
      // With `raw` a row comes with its text, which the types of the parser do not say.
      on_record: (row: string[] | WithRaw, { lines }) => {
        if (!Array.isArray(row)) this.#rows.push({ ...row, lines });
        return null;
      },
    });
    // Each write hears of it as well.
    this.#parser.on('error', () => undefined);
  }

  /** The rows that are whole by now. */
  async push(text: string): Promise<readonly Parsed[]> {
    await this.#until((done) => void this.#parser.write(text, done));
    return this.#take();
  }

  async finish(): Promise<readonly Parsed[]> {
    await this.#until((done) => void this.#parser.end(done));
    return this.#take();
  }

  #until(work: (done: (error?: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve) => {
      work((error) => {
        this.fault ??= error ?? undefined;
        resolve();
      });
    });
  }

  #take(): readonly Parsed[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
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
    .map((cell) => (mustBeQuoted.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(separator);
}
