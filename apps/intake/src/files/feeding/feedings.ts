/** What is remembered of files that were fed, so that they go on where they stopped. Being right does not rest on it. */

export interface Feeding {
  /** Names the file in the control ids of its entries; stays when the file grows. */
  readonly file: string;
  /** How it was read. */
  readonly manner: string;
  /** SHA-256 of its first bytes, of all of them, and how many there were. */
  readonly head: string;
  readonly digest: string;
  readonly bytes: number;
  /** So many entries have their fate. */
  readonly entries: number;
  /** How long its file of refused entries and its report were then. */
  readonly refusedBytes: number;
  readonly reportBytes: number;
}

export interface Feedings {
  /** Those read in this manner that may be the beginning of a file of so many bytes. */
  startsOf(file: { readonly manner: string; readonly head: string; readonly bytes: number }): Promise<Feeding[]>;
  /** Keeps how far a file has come, by its name. Rejects with `StoreAway` where there is no commit in time. */
  save(feeding: Feeding): Promise<void>;
}

/** So many bytes make the head of a file; a shorter file has none, and may be the beginning of any. */
export const headBytes = 4_096;
