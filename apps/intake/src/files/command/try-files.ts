import { createReadStream } from 'node:fs';
import type { Site } from '@ilium/site';
import { asReplay } from '../feeding/as-replay.js';
import type { ReadResource } from '../lines/event-lines.js';
import { UnreadableFile, type FileEntry } from '../message-reader.js';
import { readerOf } from '../reader-of.js';
import type { FeedOptions } from './feed-options.js';
import { codeOf } from '../system-error.js';

/** What files would become, with nothing running: the events as CloudEvents, as `npm run map` reads them. */

export interface Trial {
  readonly site: Site;
  readonly readResource?: ReadResource | undefined;
  /** Gets one event a line. */
  readonly print: (line: string) => void;
  /** Hears of what would be refused. */
  readonly say: (line: string) => void;
}

/** The exit code: 1 where anything would be refused. */
export async function tryFiles(options: FeedOptions, trial: Trial): Promise<0 | 1> {
  let isComplete = true;
  for (const [index, path] of options.files.entries()) {
    const isTaken = await tryFile(path, `urn:ilium:trial:${index + 1}`, options, trial);
    isComplete &&= isTaken;
  }
  return isComplete ? 0 : 1;
}

async function tryFile(path: string, trialSource: string, options: FeedOptions, trial: Trial): Promise<boolean> {
  const { site, readResource, say } = trial;
  let refused = 0;
  try {
    const reader = readerOf(path, options, { site, readResource, isBackload: options.isBackload });
    const stream: AsyncIterable<Buffer> = createReadStream(path);
    for await (const entry of reader.read(stream, { file: 'trial', skip: 0 })) {
      if (entry.read.kind === 'refused') {
        refused += 1;
        say(`${path}: line ${entry.line} refused: ${entry.read.reason}: ${entry.read.detail}`);
      } else for (const event of eventsOf(entry, options.isBackload, trialSource)) trial.print(JSON.stringify(event));
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile) && codeOf(error) === undefined) throw error;
    say(`${path}: ${error instanceof UnreadableFile ? error.message : `The file can't be read (${codeOf(error)}).`}`);
    return false;
  }
  return refused === 0;
}

/** Events without names of their own get some that are good for a trial. */
function eventsOf({ line, read }: FileEntry, isBackload: boolean, trialSource: string): object[] {
  if (read.kind !== 'message') return [];
  const { events } = isBackload ? asReplay(read.message) : read.message;
  return events.map(({ type, time, data, own }, index) => {
    const { id, source, sequence } = own ?? { id: `${line}-${index + 1}`, source: trialSource };
    return { specversion: '1.0', id, source, type, time, sequence, data };
  });
}
