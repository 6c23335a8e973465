import { createHash } from 'node:crypto';
import type { CsvMap, Site } from '@ilium/site';
import type { Passing } from '../../source-messages/source-message.js';
import { filesDoor, UnreadableFile, type EntryRead, type FileEntry, type MessageReader } from '../message-reader.js';
import { carryOver, type CarryOver } from './carry-over.js';
import { CsvColumns } from './csv-columns.js';
import { csvLine, readCsvRows, type CsvRow } from './csv-rows.js';
import { readRow } from './read-row.js';
import { repeatedNames } from './repeated-names.js';
import { RowFault } from './row-fault.js';
import { cellReaders, type CellReaders } from './row-values.js';

/** CSV files of scores, read by a map of the site file. Each row is a message of its own. */

const lost = '\uFFFD';
const type = 'ilium.score.reported.v1';
/** So that spreadsheets and this reader know the character set of what is written. */
const byteOrderMark = '\uFEFF';

export interface CsvReading {
  readonly site: Site;
  /** The name of the map in the site file. */
  readonly name: string;
  readonly map: CsvMap;
  /** An archive: what was said without a time was said when the score was given. */
  readonly isBackload: boolean;
}

export function csvReader({ site, name, map, isBackload }: CsvReading): MessageReader {
  const readers = cellReaders(map, site, isBackload);
  let heading: Buffer | undefined;
  return {
    format: 'csv',
    manner: `csv:${name}:${digestOf(map)}${isBackload ? ':backload' : ''}`,
    isByLine: true,
    heading: () => heading,
    async *read(stream, { file, skip }): AsyncGenerator<FileEntry> {
      let sheet: Sheet | undefined;
      let entries = 0;
      for await (const row of readCsvRows(stream, map)) {
        if (sheet === undefined) {
          const columns = new CsvColumns(row.cells, map);
          sheet = { name, file, readers, columns, carry: carryOver(map, columns), isRepeated: repeatedNames() };
          heading = Buffer.from(`${byteOrderMark}${row.raw}`);
          continue;
        }
        entries += 1;
        const cells = sheet.carry(row.cells);
        if (entries > skip) yield entryOf(row, cells, entries, sheet);
      }
      if (sheet === undefined)
        throw new UnreadableFile('empty', 'The file is empty. Its first line names its columns.');
    },
  };
}

interface Sheet {
  readonly name: string;
  readonly file: string;
  readonly readers: CellReaders;
  readonly columns: CsvColumns;
  readonly carry: CarryOver;
  readonly isRepeated: ReturnType<typeof repeatedNames>;
}

const repeatedName = {
  reason: 'repeated-name',
  detail: 'an earlier row has the same name and says something else; this one replaces it. See identifier in the map',
} as const;

function entryOf(row: CsvRow, cells: readonly string[], ordinal: number, sheet: Sheet): FileEntry {
  const { separator } = sheet.readers.map;
  const text = cells === row.cells ? row.raw : csvLine(cells, separator);
  const read = readEntry(cells, text, ordinal, sheet);
  const isRepeated = read.kind === 'message' && sheet.isRepeated(read.message.events);
  return { line: row.line, bytes: Buffer.from(text), read, note: isRepeated ? repeatedName : undefined };
}

function readEntry(cells: readonly string[], text: string, ordinal: number, sheet: Sheet): EntryRead {
  const { site, map } = sheet.readers;
  const skipped = (reason: 'not-ours' | 'says-nothing'): EntryRead => {
    const passing: Passing = { door: filesDoor, site: site.name, type, fate: 'skipped', reason };
    return { kind: 'skipped', passing };
  };
  try {
    if (text.includes(lost)) throw new RowFault('charset', 'a character is not of the character set of the map');
    if (cells.length !== sheet.columns.heading.length) {
      throw new RowFault('columns', `${cells.length} cells where the first line has ${sheet.columns.heading.length}`);
    }
    const cell = (column: string) => cells[sheet.columns.place(column)] ?? '';
    if (Object.entries(map.only).some(([column, words]) => !words.includes(cell(column)))) return skipped('not-ours');
    const events = readRow(cell, sheet.readers, sheet.name);
    if (events.length === 0) return skipped('says-nothing');
    const body = Buffer.from(`${csvLine(sheet.columns.heading, map.separator)}\n${text}\n`);
    const about = { door: filesDoor, site: site.name, sender: map.application, type, charset: 'UTF-8' };
    const controlId = `${sheet.file}#${ordinal}`;
    return { kind: 'message', message: { ...about, controlId, body, events, work: [], answer: 'taken' } };
  } catch (error) {
    if (!(error instanceof RowFault)) throw error;
    const counted = error.reason === 'charset' ? 'charset' : 'schema-violation';
    return { kind: 'refused', reason: error.reason, detail: error.message, counted };
  }
}

function digestOf(map: CsvMap): string {
  return createHash('sha256').update(JSON.stringify(map)).digest('hex').slice(0, 16);
}
