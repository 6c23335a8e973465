/** A part of what was learned: a table, for people and for machines. */
export interface Section {
  /** For machines. */
  readonly name: string;
  readonly title: string;
  /** The most frequent first. Never holds anything about a patient. */
  readonly rows: readonly Row[];
  /** Occurrences that are in no row, because there were too many different ones. */
  readonly rest?: number | undefined;
}

export type Row = Readonly<Record<string, string | number>>;
