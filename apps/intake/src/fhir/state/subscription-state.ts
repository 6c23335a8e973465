/** How far we are with a source's notifications and searches. */
export interface SourceProgress {
  /** Id of the Subscription that the numbers are of. */
  readonly subscription: string | undefined;
  /** All events up to this number were taken. */
  readonly taken: number | undefined;
  /** The highest number that was heard of. Above `taken`: something is missing. */
  readonly heard: number | undefined;
  /** What changed before this moment, by the server's clock, was found by a search. */
  readonly searchedUntil: string | undefined;
}

export const noProgress: SourceProgress = {
  subscription: undefined,
  taken: undefined,
  heard: undefined,
  searchedUntil: undefined,
};

/** Keeps it, one row per source. Rejects with `StoreAway` where the database does not answer. */
export interface SubscriptionState {
  progress(source: string): Promise<SourceProgress>;
  /** A subscription begins, with so many events behind it: its numbers replace those of an earlier one. */
  begin(source: string, subscription: string, events: number): Promise<void>;
  /** Raises what was heard of; never lowers it. */
  hear(source: string, event: number): Promise<void>;
  /** Raises up to which number all was taken; never lowers it. */
  take(source: string, event: number): Promise<void>;
  /** Raises until when all was found; never lowers it. */
  searched(source: string, until: string): Promise<void>;
  /** Whether it is this instance's turn to search: at most once in so many milliseconds among all instances. */
  claimSearch(source: string, everyMs: number): Promise<boolean>;
}
