import type { MessageStore } from '../../source-messages/source-message.js';
import { UnreadableFile, type FileEntry, type MessageReader } from '../message-reader.js';
import type { Feeding, Feedings } from './feedings.js';
import type { Pace } from './pace.js';
import { patiently, type Patience } from './patient-store.js';
import { contentOf, recogniseFile } from './recognise-file.js';
import { RefusedFile, reportLine, type RefusedEntry } from './refused-file.js';
import { takeEntries, type EntryFate } from './take-entry.js';

/** Feeds one file into the store: streamed, to be gone on with after a kill, and never twice. */

export interface FeedProgress {
  /** Bytes of the file, and how many of them were read. */
  readonly size: number;
  readonly read: number;
  /** Entries that an earlier run had brought to their fate. */
  readonly before: number;
  readonly taken: number;
  readonly repeated: number;
  readonly skipped: number;
  readonly refused: number;
}

export interface NotedEntry {
  readonly line: number;
  readonly reason: string;
  readonly detail: string;
}

export interface FeedResult extends FeedProgress {
  /** Why the file can't be read, or not to its end. */
  readonly unreadable?: UnreadableFile | undefined;
  /** It was stopped before its end. */
  readonly isStopped: boolean;
}

export interface Feed {
  readonly site: string;
  readonly store: MessageStore;
  readonly feedings: Feedings;
  readonly pace: Pace;
  readonly patience: Patience;
  readonly isBackload: boolean;
  /** Beside which file refused entries and the report go. Left out: the file itself. */
  readonly beside?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onRefused?: ((entry: RefusedEntry) => void) | undefined;
  /** Of an entry that was taken and that a person should look at. */
  readonly onNoted?: ((entry: NotedEntry) => void) | undefined;
  readonly onProgress?: ((progress: FeedProgress) => void) | undefined;
}

const entriesAtOnce = 256;
const bytesAtOnce = 4 * 1024 * 1024;

export async function feedFile(path: string, reader: MessageReader, feed: Feed): Promise<FeedResult> {
  const manner = { manner: `${feed.site} ${reader.manner}`, isByLine: reader.isByLine };
  const { feeding, skip } = await patiently(() => recogniseFile(path, manner, feed.feedings), feed.patience);
  const refusedFile = new RefusedFile(feed.beside ?? path, feeding);
  const run = new FileRun(feed, refusedFile, { ...feeding, entries: skip });
  try {
    await run.save();
    const stream = run.counted(contentOf(path, feeding.bytes));
    for await (const entry of reader.read(stream, { file: feeding.file, skip })) {
      await run.add(entry, reader.heading?.());
      if (feed.signal?.aborted === true) break;
    }
    await run.flush(reader.heading?.());
    return { ...run.progress, isStopped: feed.signal?.aborted === true };
  } catch (error) {
    // A wait was broken off.
    if (feed.signal?.aborted === true) return { ...run.progress, isStopped: true };
    if (!(error instanceof UnreadableFile)) throw error;
    await run.flush(reader.heading?.());
    const place = error.line === undefined ? 'file' : `line ${error.line}`;
    await refusedFile.tell([`${place}\t${error.reason}\t${error.message}`]);
    return { ...run.progress, unreadable: error, isStopped: false };
  } finally {
    await refusedFile.close();
  }
}

class FileRun {
  #waiting: FileEntry[] = [];
  #bytes = 0;
  #feeding: Feeding;
  progress: FeedProgress;
  readonly #feed: Feed;
  readonly #refusedFile: RefusedFile;

  constructor(feed: Feed, refusedFile: RefusedFile, feeding: Feeding) {
    this.#feed = feed;
    this.#refusedFile = refusedFile;
    this.#feeding = feeding;
    const counts = { taken: 0, repeated: 0, skipped: 0, refused: 0 };
    this.progress = { size: feeding.bytes, read: 0, before: feeding.entries, ...counts };
  }

  async *counted(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of stream) {
      this.progress = { ...this.progress, read: this.progress.read + chunk.length };
      yield chunk;
    }
  }

  async add(entry: FileEntry, heading: Buffer | undefined): Promise<void> {
    this.#waiting.push(entry);
    this.#bytes += entry.bytes?.length ?? 0;
    const isFull = this.#waiting.length >= this.#feed.pace.atOnce(entriesAtOnce) || this.#bytes >= bytesAtOnce;
    if (isFull) await this.flush(heading);
  }

  /** Brings what waits to its fate, all of it at once, and keeps how far the file has come. */
  async flush(heading: Buffer | undefined): Promise<void> {
    const entries = this.#waiting;
    [this.#waiting, this.#bytes] = [[], 0];
    if (entries.length === 0) return;
    await patiently(() => this.#feed.pace.before(entries.length), this.#feed.patience);
    const fates = await takeEntries(entries, this.#feed);
    const refused = fates.flatMap((fate) => (fate.kind === 'refused' ? [fate.entry] : []));
    await this.#refusedFile.add(refused, heading);
    const noted = entries.flatMap(({ line, note }) => (note === undefined ? [] : [{ line, ...note }]));
    if (noted.length > 0) await this.#refusedFile.tell(noted.map(reportLine));
    this.#feeding = { ...this.#feeding, entries: this.#feeding.entries + entries.length };
    await this.save();
    for (const entry of noted) this.#feed.onNoted?.(entry);
    this.#tell(fates, refused);
  }

  async save(): Promise<void> {
    this.#feeding = { ...this.#feeding, ...this.#refusedFile.lengths };
    await patiently(() => this.#feed.feedings.save(this.#feeding), this.#feed.patience);
  }

  #tell(fates: readonly EntryFate[], refused: readonly RefusedEntry[]): void {
    const count = (kind: EntryFate['kind']) => fates.filter((fate) => fate.kind === kind).length;
    this.progress = {
      ...this.progress,
      taken: this.progress.taken + count('taken'),
      repeated: this.progress.repeated + count('repeated'),
      skipped: this.progress.skipped + count('skipped'),
      refused: this.progress.refused + refused.length,
    };
    for (const entry of refused) this.#feed.onRefused?.(entry);
    this.#feed.onProgress?.(this.progress);
  }
}
