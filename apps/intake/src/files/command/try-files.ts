import { createReadStream } from 'node:fs';
import type { Site } from '@ilium/site';
import type { SourceMessage } from '../../source-messages/source-message.js';
import { asReplay } from '../feeding/as-replay.js';
import { UnreadableFile, type EntryRead, type HandedFate } from '../message-reader.js';
import { readerOf } from '../reader-of.js';
import { codeOf } from '../system-error.js';
import type { FeedOptions } from './feed-options.js';
import { trialFhir } from './trial-fhir.js';

/** What files would become, with nothing running: the events as CloudEvents, as `npm run map` reads them. */

export interface Trial {
  readonly site: Site;
  /** Gets one event a line. */
  readonly print: (line: string) => void;
  /** Hears of what would be refused. */
  readonly say: (line: string) => void;
}

/** The exit code: 1 where anything would be refused. */
export async function tryFiles(options: FeedOptions, trial: Trial): Promise<0 | 1> {
  let messages = 0;
  // Events without names of their own get some that are good for a trial.
  const print = (message: SourceMessage) => {
    messages += 1;
    for (const event of eventsOf(message, messages)) trial.print(JSON.stringify(event));
  };
  const fhir = trialFhir(trial.site, print);
  let isComplete = true;
  for (const path of options.files) {
    const refused = await tryFile(path, options, { ...trial, fhir, take: print });
    for (const said of refused) trial.say(`${path}: ${said}`);
    isComplete &&= refused.length === 0;
  }
  return isComplete ? 0 : 1;
}

interface Trying extends Trial {
  readonly fhir: ReturnType<typeof trialFhir>;
  readonly take: (message: SourceMessage) => void;
}

/** What would be refused, in words. */
async function tryFile(path: string, options: FeedOptions, { site, fhir, take, say }: Trying): Promise<string[]> {
  const { isBackload } = options;
  const refused: string[] = [];
  try {
    const reader = readerOf(path, options, { site, fhir, isBackload });
    const stream: AsyncIterable<Buffer> = createReadStream(path);
    for await (const { line, read, note } of reader.read(stream, { file: 'trial', skip: 0 })) {
      if (read.kind === 'message') take(isBackload ? asReplay(read.message) : read.message);
      if (note !== undefined) say(`${path}: line ${line} taken: ${note.reason}: ${note.detail}`);
      const fate = await fateOf(read);
      if (fate.kind === 'refused') refused.push(`line ${line} refused: ${fate.reason}: ${fate.detail}`);
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile) && codeOf(error) === undefined) throw error;
    refused.push(error instanceof UnreadableFile ? error.message : `The file can't be read (${codeOf(error)}).`);
  }
  return refused;
}

function fateOf(read: EntryRead): HandedFate | Promise<HandedFate> {
  if (read.kind === 'refused') return read;
  return read.kind === 'handed' ? read.take() : { kind: 'taken' };
}

function eventsOf({ events }: SourceMessage, ordinal: number): object[] {
  return events.map(({ type, time, data, own }, index) => {
    const { id, source, sequence } = own ?? { id: `${ordinal}-${index + 1}`, source: 'urn:ilium:trial' };
    return { specversion: '1.0', id, source, type, time, sequence, data };
  });
}
