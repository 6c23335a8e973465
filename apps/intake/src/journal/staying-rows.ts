import type { JournalMetrics } from './journal-metrics.js';
import type { RowName, RowSize } from './journal-rows.js';

/** `closed`: nobody can open it. `stuck`: PostgreSQL refuses a message of it, whatever is made of it. */
type Why = 'closed' | 'stuck';

export interface StayingRowsOptions {
  readonly metrics: Pick<JournalMetrics, 'staying'>;
  /** Is handed all of them again after a while. */
  readonly again: (rows: readonly RowSize[]) => void;
  readonly againMs?: number | undefined;
}

const usualAgainMs = 60_000;

/** Rows that can not be settled: they stay in the journal, are told of, and are tried again now and then. */
export class StayingRows {
  readonly #options: StayingRowsOptions;
  readonly #rows = new Map<string, { readonly row: RowSize; readonly why: Why }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: StayingRowsOptions) {
    this.#options = options;
  }

  get closed(): number {
    return this.#count('closed');
  }

  get stuck(): number {
    return this.#count('stuck');
  }

  add(rows: readonly RowSize[], why: Why): void {
    if (rows.length === 0) return;
    for (const row of rows) this.#rows.set(row.id, { row, why });
    this.#tell();
    const { again, againMs = usualAgainMs } = this.#options;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      again([...this.#rows.values()].map(({ row }) => row));
    }, againMs).unref();
  }

  /** They are settled after all. */
  drop(rows: readonly RowName[]): void {
    if (this.#rows.size === 0) return;
    for (const { id } of rows) this.#rows.delete(id);
    this.#tell();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #count(wanted: Why): number {
    return [...this.#rows.values()].filter(({ why }) => why === wanted).length;
  }

  #tell(): void {
    this.#options.metrics.staying(this.#rows.size);
  }
}
