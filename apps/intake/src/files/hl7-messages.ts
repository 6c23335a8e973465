import type { Site } from '@ilium/site';
import { messagesOfStream, type BatchItem } from '../hl7/batch.js';
import { faults, type Hl7Fault } from '../hl7/faults.js';
import { readMessage } from '../hl7/read-message.js';
import {
  filesDoor,
  UnreadableFile,
  type EntryRead,
  type FileEntry,
  type MessageReader,
  type Reading,
} from './message-reader.js';
import { codeOf } from './system-error.js';

/** Files of HL7 v2 messages: batches (FHS, BHS) or bare messages, lines ended by CR, LF or both. */

export interface Hl7Reading {
  readonly site: Site;
  readonly isBackload: boolean;
  /** Where MSH-18 is empty. Left out: only ASCII is taken then. */
  readonly charset?: string | undefined;
  /** ms since 1970 */
  readonly now: () => number;
}

const mostBytes = 4 * 1024 * 1024;

export function hl7Messages(reading: Hl7Reading): MessageReader {
  return {
    format: 'hl7',
    manner: `hl7:${reading.charset ?? ''}${reading.isBackload ? ':backload' : ''}`,
    // Segments may follow a line that has ended.
    isByLine: false,
    read: (stream, where) => readEntries(stream, where, reading),
  };
}

async function* readEntries(
  stream: AsyncIterable<Buffer>,
  { file, skip }: Reading,
  reading: Hl7Reading,
): AsyncGenerator<FileEntry> {
  try {
    for await (const item of messagesOfStream(stream, mostBytes)) {
      if (item.number <= skip) continue;
      yield { line: item.line, bytes: bytesOf(item), read: readItem(item, file, reading) };
    }
  } catch (error) {
    if (codeOf(error) !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new UnreadableFile('charset', 'The file begins as UTF-16 and holds bytes that are none.');
  }
}

/** Of a message that is too large only the beginning is there, which must not be fed. */
function bytesOf(item: BatchItem): Buffer | undefined {
  if (item.kind === 'too-large') return undefined;
  return item.kind === 'whole' ? item.bytes : item.firstBytes;
}

function readItem(item: BatchItem, file: string, { site, charset, isBackload, now }: Hl7Reading): EntryRead {
  if (item.kind !== 'whole') return refused(item.kind === 'incomplete' ? noMessage : faults.tooLarge);
  const listener = { charset, nak: 'structural' as const, replay: isBackload };
  const reading = readMessage(item.bytes, { site, listener, receivedAt: now() });
  const { type } = reading;
  const about = { door: filesDoor, site: site.name, type };
  if (reading.fate === 'refused') return refused(reading.fault);
  if (reading.fate === 'skipped') {
    return { kind: 'skipped', passing: { ...about, fate: 'skipped', reason: reading.reason } };
  }
  const { sender, charset: read, events, work } = reading;
  // The place in the file names what has no name.
  const controlId = reading.controlId || `${file}#${item.number}`;
  const message = { ...about, sender, controlId, charset: read, body: item.bytes, events, work, answer: 'taken' };
  return { kind: 'message', message };
}

export const noMessage = {
  reason: 'not-readable',
  sentence: 'These lines belong to no message: each begins with MSH.',
} as const;

function refused({ reason, sentence, place }: Pick<Hl7Fault, 'reason' | 'sentence' | 'place'>): EntryRead {
  const where = place === undefined ? '' : `${place.segment}[${place.occurrence}]-${place.field}: `;
  return { kind: 'refused', reason, detail: `${where}${sentence}`, counted: reason };
}
