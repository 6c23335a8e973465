import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { trialFhir } from '../files/command/trial-fhir.js';
import { UnreadableFile } from '../files/message-reader.js';
import { readerOf } from '../files/reader-of.js';
import { codeOf } from '../files/system-error.js';
import { messagesOfStream } from '../hl7/batch.js';
import type { Learner } from './learner.js';

/** Files of sample messages, read as a stream one after the other. */

/** A file, and what it is called: files found in folders have names that may be about patients. */
export interface SampleFile {
  readonly path: string;
  readonly name: string;
  /** It was found in a folder: where nothing says that it holds messages, it is passed over. */
  readonly isFound: boolean;
}

/** The files themselves, and all files in folders, in the order of their names. Rejects where one is not there. */
export async function* sampleFiles(paths: readonly string[]): AsyncGenerator<SampleFile> {
  for (const path of paths) {
    if (!(await stat(path)).isDirectory()) {
      yield { path, name: path, isFound: false };
      continue;
    }
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
    const found = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
    for (const [index, file] of found.entries())
      yield { path: file, name: `${path}, file ${index + 1}`, isFound: true };
  }
}

const mostMessageBytes = 4 * 1024 * 1024;
/** A JSON document is read as a whole. */
const mostDocumentBytes = 64 * 1024 * 1024;

/** Learns from one file; why it can't be read, where it can't. */
export async function learnFile(
  { path, isFound }: SampleFile,
  learner: Learner,
  tell: () => void,
): Promise<string | undefined> {
  try {
    const format = (await formatOf(path)) ?? (isFound ? undefined : 'hl7');
    if (format !== undefined) await readings[format](path, learner, tell);
    return undefined;
  } catch (error) {
    if (error instanceof UnreadableFile) return error.message;
    if (error instanceof SyntaxError) return 'The file is no JSON.';
    if (codeOf(error) === undefined) throw error;
    return `The file can't be read (${codeOf(error)}).`;
  }
}

type Format = 'hl7' | 'csv' | 'ndjson' | 'json';
type ReadFile = (path: string, learner: Learner, tell: () => void) => Promise<void>;

const readings: Readonly<Record<Format, ReadFile>> = {
  hl7: learnHl7,
  csv: (path, learner, tell) => learnEntries(path, createReadStream(path), 'csv', learner, tell),
  ndjson: (path, learner, tell) => learnEntries(path, createReadStream(path), 'ndjson', learner, tell),
  json: async (path, learner, tell) => {
    if ((await stat(path)).size > mostDocumentBytes) {
      throw new UnreadableFile(
        'too-large',
        'One JSON document of more than 64 MiB: write one resource a line (NDJSON).',
      );
    }
    const document: unknown = JSON.parse(await readFile(path, 'utf8'));
    const lines = resourcesIn(document).map((one) => Buffer.from(`${JSON.stringify(one)}\n`));
    await learnEntries(path, Readable.from(lines), 'ndjson', learner, tell);
  },
};

/** By the name; of a name that says nothing, by the first bytes. */
async function formatOf(path: string): Promise<Format | undefined> {
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  if (ending === 'csv' || ending === 'tsv') return 'csv';
  if (ending === 'ndjson' || ending === 'jsonl') return 'ndjson';
  if (ending === 'json') return 'json';
  if (ending === 'hl7' || ending === 'er7') return 'hl7';
  const beginning = await beginningOf(path);
  if (/^\uFEFF?\s*\{/.test(beginning)) return 'ndjson';
  return /^(?:\uFEFF|\u00EF\u00BB\u00BF)?[\s\v]*(?:MSH|FHS|BHS)\W/.test(beginning) ? 'hl7' : undefined;
}

async function beginningOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function learnHl7(path: string, learner: Learner, tell: () => void): Promise<void> {
  const stream: AsyncIterable<Buffer> = createReadStream(path);
  try {
    for await (const item of messagesOfStream(stream, mostMessageBytes)) {
      learner.seeItem(item);
      tell();
    }
  } catch (error) {
    if (codeOf(error) !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new UnreadableFile('charset', 'The file begins as UTF-16 and holds bytes that are none.');
  }
}

/** Events, FHIR resources and rows of scores, by the doors that take them. */
async function learnEntries(
  path: string,
  stream: AsyncIterable<Buffer>,
  format: 'csv' | 'ndjson',
  learner: Learner,
  tell: () => void,
): Promise<void> {
  const fhir = trialFhir(learner.site, (message) => learner.seeMessage(message));
  const reader = readerOf(path, { format }, { site: learner.site, fhir, isBackload: false });
  for await (const { read } of reader.read(stream, { file: 'learn', skip: 0 })) {
    if (read.kind === 'message') learner.seeMessage(read.message);
    const fate = read.kind === 'handed' ? await read.take() : read;
    if (fate.kind === 'refused') learner.seeRefused(fate.reason);
    tell();
  }
}

/** The resources of a Bundle, else the document itself. */
function resourcesIn(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document;
  if (typeof document !== 'object' || document === null || !('entry' in document)) return [document];
  const { entry } = document;
  if (!Array.isArray(entry)) return [document];
  return entry.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'resource' in one ? [one.resource] : [],
  );
}
