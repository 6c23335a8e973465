import type { FileFormat } from '@ilium/site';
import type { Passing, RefusalReason, SourceMessage } from '../source-messages/source-message.js';

/** How files are read, whatever stands in them: one entry (a message, a line, a row) after the other. */

export const filesDoor = 'files';

/** What an entry is read as. */
export type EntryRead =
  | { readonly kind: 'message'; readonly message: SourceMessage }
  | { readonly kind: 'skipped'; readonly passing: Passing }
  /** For a door that stores and counts by itself; of entries that wait together, those of a lower rank come first. */
  | { readonly kind: 'handed'; readonly rank: number; readonly take: () => Promise<HandedFate> }
  | {
      readonly kind: 'refused';
      /** For the report: a word, and the place and remedy. Never a value. */
      readonly reason: string;
      readonly detail: string;
      /** Under what the ledger counts it. */
      readonly counted: RefusalReason;
    };

/** What another door made of an entry. */
export type HandedFate =
  | { readonly kind: 'taken' | 'repeated' | 'skipped' }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly detail: string;
      /** Left out: the door has counted it. */
      readonly counted: RefusalReason | undefined;
    };

export interface FileEntry {
  /** The line that it begins in, from 1. */
  readonly line: number;
  /** As it can be fed again; undefined where it is too large to be held. */
  readonly bytes: Buffer | undefined;
  readonly read: EntryRead;
  /** What a person should look at, though the entry is taken: a word, and the remedy. Never a value. */
  readonly note?: { readonly reason: string; readonly detail: string } | undefined;
}

export interface Reading {
  /** Names the file for ever; with the place of an entry it names one that has no name of its own. */
  readonly file: string;
  /** So many entries at the beginning were fed already and are passed over. */
  readonly skip: number;
}

export interface MessageReader {
  readonly format: FileFormat;
  /** What decides, beside its bytes, how a file is read: under another map a file is read anew. */
  readonly manner: string;
  /** Whether an entry that ends its line is whole; else the last one of a file that grew is read again. */
  readonly isByLine: boolean;
  /** Rejects with `UnreadableFile` where nothing more of the file can be read. */
  read(stream: AsyncIterable<Buffer>, reading: Reading): AsyncIterable<FileEntry>;
  /** What the file has in front of its entries and refused ones need again; known once an entry was read. */
  heading?(): Buffer | undefined;
}

/** A file that can't be read, or not from some line on. The message is for people, and holds no value. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';

  constructor(
    /** A word for reports and metrics. */
    readonly reason: string,
    message: string,
    /** Where it was noticed. */
    readonly line?: number,
  ) {
    super(message);
  }
}
