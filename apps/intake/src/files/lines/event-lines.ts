import { maxEventBytes, readEventMessage, type EventRead } from '../../events/cloud-event-message.js';
import { refusalOf } from '../../events/refusal.js';
import { filesDoor, type EntryRead, type FileEntry, type MessageReader, type Reading } from '../message-reader.js';
import { isResource, type ResourceDoor } from './fhir-lines.js';
import { readLines } from './lines.js';

/** NDJSON: a procedure event a line or, where a reader of resources is given, a FHIR resource (bulk export). */

/** What JSON may take beside the event itself: blanks. */
const maxLineBytes = 4 * maxEventBytes;

export interface LinesFormat {
  /** `fhir`: every line is a resource; `ndjson`: those that begin as one. */
  readonly format: 'ndjson' | 'fhir';
  readonly isBackload: boolean;
}

/** @param resources where resources go; without it they are refused */
export function eventLines(site: string, { format, isBackload }: LinesFormat, resources?: ResourceDoor): MessageReader {
  const readLine = (line: Buffer, place: string): EntryRead =>
    resources !== undefined && (format === 'fhir' || isResource(line))
      ? { kind: 'handed', rank: resources.rankOf(line), take: () => resources.take(line, place) }
      : toEntry(readEventMessage(line, { door: filesDoor, site }));
  return {
    format,
    manner: isBackload ? `${format}:backload` : format,
    isByLine: true,
    read: (stream, reading) => readEntries(stream, reading, readLine),
  };
}

async function* readEntries(
  stream: AsyncIterable<Buffer>,
  { file, skip }: Reading,
  readLine: (line: Buffer, place: string) => EntryRead,
): AsyncGenerator<FileEntry> {
  let entries = 0;
  for await (const { number, bytes } of readLines(stream, maxLineBytes)) {
    if (bytes !== undefined && isBlank(bytes)) continue;
    entries += 1;
    if (entries <= skip) continue;
    yield { line: number, bytes, read: bytes === undefined ? tooLong : readLine(bytes, `${file}#${entries}`) };
  }
}

const tooLong: EntryRead = {
  kind: 'refused',
  reason: 'too-large',
  detail: `a line has at most ${maxLineBytes} bytes`,
  counted: 'too-large',
};

function toEntry(read: EventRead): EntryRead {
  if (read.ok) return { kind: 'message', message: read.message };
  return { kind: 'refused', reason: read.reason, detail: read.detail, counted: refusalOf(read.reason) };
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09);
}
