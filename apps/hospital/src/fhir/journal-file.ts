import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { ExplainedError } from '@ilium/observability';
import type { Journal, JournalEntry, RecordStore } from './record-store.js';

/** One line per unit of work: type, id, version, time and resource (null: deleted) of each version that it wrote. */
type Line = readonly (readonly [string, string, number, string, object | null])[];

const newline = 0x0a;

/**
 * Keeps every unit of work in an append-only file before it is answered, so that a killed process loses nothing that it
 * answered. The file is left to the operating system's cache: a power cut may take its end, which a simulator can bear.
 */
export class JournalFile implements Journal {
  readonly #file: number;
  #length = 0;

  private constructor(path: string) {
    this.#file = openSync(path, 'a+');
  }

  /** Opens the file and puts what it holds back into the store; a last line that a kill cut off is removed. */
  static open(path: string, store: (journal: Journal) => RecordStore): RecordStore {
    const journal = new JournalFile(path);
    const restored = store(journal);
    let number = 0;
    for (const line of journal.#lines()) {
      number += 1;
      for (const entry of readLine(line, number)) restored.restore(entry);
    }
    ftruncateSync(journal.#file, journal.#length);
    return restored;
  }

  append(entries: readonly JournalEntry[]): void {
    const bytes = Buffer.from(`[${entries.map(toText).join(',')}]\n`);
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(this.#file, bytes, written);
      this.#length += bytes.length;
    } catch (error) {
      ftruncateSync(this.#file, this.#length);
      throw error;
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  *#lines(): Generator<string> {
    const piece = Buffer.alloc(1024 * 1024);
    let rest = Buffer.alloc(0);
    for (
      let position = 0, read = 0;
      (read = readSync(this.#file, piece, 0, piece.length, position)) > 0;
      position += read
    ) {
      let bytes = Buffer.concat([rest, piece.subarray(0, read)]);
      for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline)) {
        this.#length += end + 1;
        yield bytes.toString('utf8', 0, end);
        bytes = bytes.subarray(end + 1);
      }
      rest = bytes;
    }
  }
}

function toText({ type, id, version }: JournalEntry): string {
  const { versionId, lastUpdated, json = 'null' } = version;
  return `["${type}","${id}",${versionId},"${lastUpdated}",${json}]`;
}

function readLine(text: string, number: number): readonly JournalEntry[] {
  const line = parseLine(text, number);
  return line.map(([type, id, versionId, lastUpdated, resource]) => {
    const json = resource === null ? undefined : JSON.stringify(resource);
    return { type, id, version: { versionId, lastUpdated, json } };
  });
}

function parseLine(text: string, number: number): Line {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ExplainedError(
      `The FHIR server's journal is damaged in line ${number}. Move the file fhir.ndjson out of DATA_DIR to start empty.`,
      'JOURNAL_DAMAGED',
      { cause },
    );
  }
}
