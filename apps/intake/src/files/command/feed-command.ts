import type { Readable } from 'node:stream';
import type { Site } from '@ilium/site';
import type { MessageStore } from '../../source-messages/source-message.js';
import { feedFile, type FeedResult, type NotedEntry } from '../feeding/feed-file.js';
import type { Feedings } from '../feeding/feedings.js';
import { Pace } from '../feeding/pace.js';
import { refusedPath, reportPath, type RefusedEntry } from '../feeding/refused-file.js';
import type { DoorParts } from '../../fhir/door/fhir-door.js';
import { UnreadableFile } from '../message-reader.js';
import { readerOf } from '../reader-of.js';
import { codeOf } from '../system-error.js';
import type { FeedOptions } from './feed-options.js';
import { ProgressLine, type Output } from './progress-line.js';
import { withStandardInput } from './standard-input.js';

/** `npm run feed`: what it does with the intake's own store, beside the running service. */

/** What the command needs of intake. */
export interface FeedSurroundings {
  readonly site: Site;
  readonly store: MessageStore;
  readonly feedings: Feedings;
  /** Whether live doors have work at the moment. */
  readonly isBusy: () => Promise<boolean>;
  /** What FHIR resources go through; its store is this one. */
  readonly fhir?: DoorParts | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly output: Output;
  /** What the file `-` stands for. */
  readonly input: Readable;
}

/** So many refused entries are told on the terminal; the report has all of them. */
const mostTold = 20;

/** Feeds the files one after the other; the exit code. */
export async function feedFiles(options: FeedOptions, around: FeedSurroundings): Promise<0 | 1> {
  let isComplete = true;
  for (const file of options.files) {
    const isTaken =
      file === '-'
        ? await withStandardInput(around.input, (path) => feedOne({ path, name: 'stdin.ndjson' }, options, around))
        : await feedOne({ path: file, name: file }, options, around);
    isComplete &&= isTaken;
    if (around.signal?.aborted === true) return 1;
  }
  return isComplete ? 0 : 1;
}

/** Where a file lies, and what it is called on the terminal and in its report. */
interface NamedFile {
  readonly path: string;
  readonly name: string;
}

async function feedOne(file: NamedFile, options: FeedOptions, around: FeedSurroundings): Promise<boolean> {
  const line = new ProgressLine(file.name, around.output);
  try {
    return tellEnd(file.name, line, await feed(file, line, options, around));
  } catch (error) {
    const fault = faultOf(error);
    if (fault === undefined) throw error;
    line.say(fault);
    return false;
  }
}

function feed(
  { path, name }: NamedFile,
  line: ProgressLine,
  options: FeedOptions,
  around: FeedSurroundings,
): Promise<FeedResult> {
  const { isBackload, rate } = options;
  const { site, store, feedings, isBusy, signal } = around;
  const reader = readerOf(path, options, { site, fhir: around.fhir, isBackload });
  let told = 0;
  let noted = 0;
  const onRefused = (entry: RefusedEntry) => {
    if ((told += 1) <= mostTold) line.say(`line ${entry.line} refused: ${entry.reason}: ${entry.detail}`);
  };
  const onNoted = (entry: NotedEntry) => {
    if ((noted += 1) <= mostTold) line.say(`line ${entry.line} taken: ${entry.reason}: ${entry.detail}`);
  };
  return feedFile(path, reader, {
    site: site.name,
    store,
    feedings,
    pace: new Pace({ rate, isBusy: isBackload ? isBusy : undefined, signal }),
    patience: { signal, onAway: () => line.say('the database does not answer; waiting for it') },
    isBackload,
    beside: name,
    signal,
    onRefused,
    onNoted,
    onProgress: (progress) => line.tell(progress),
  });
}

function tellEnd(path: string, line: ProgressLine, result: FeedResult): boolean {
  line.end(result);
  const { unreadable, refused, isStopped } = result;
  if (unreadable !== undefined) line.say(unreadable.message);
  if (refused > 0) line.say(`see ${reportPath(path)}; correct ${refusedPath(path)} and feed it`);
  if (isStopped) line.say('stopped; the same command goes on from here');
  return unreadable === undefined && refused === 0 && !isStopped;
}

/** What is wrong with the file itself, in words that name a remedy. */
function faultOf(error: unknown): string | undefined {
  if (error instanceof UnreadableFile) return error.message;
  if (typeof error !== 'object' || error === null || !('syscall' in error)) return undefined;
  return `The file can't be read, or its report can't be written beside it (${codeOf(error) ?? 'unknown'}).`;
}
