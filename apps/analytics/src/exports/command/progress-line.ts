import type { FormatName } from '../formats.js';

/** What a terminal is, and what a log is. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

const terminalEveryMs = 200;
const logEveryMs = 10_000;
const newLine = 0x0a;

/** How far a file has come: one line that is written over where somebody watches, else a line now and then. */
export class ProgressLine {
  #bytes = 0;
  #lines = 0;
  #toldAt: number;

  constructor(
    private readonly format: FormatName,
    private readonly rowsAbout: number | undefined,
    private readonly output: Output,
    private readonly now: () => number = Date.now,
  ) {
    this.#toldAt = now();
  }

  took(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    if (this.format !== 'parquet') this.#lines += linesIn(chunk);
    const isTerminal = this.output.isTTY === true;
    if (this.now() - this.#toldAt < (isTerminal ? terminalEveryMs : logEveryMs)) return;
    this.#toldAt = this.now();
    this.output.write(isTerminal ? `\r\u001B[K${this.#text()}` : `${this.#text()}\n`);
  }

  /** Takes the line away where it is written over. */
  clear(): void {
    if (this.output.isTTY === true) this.output.write('\r\u001B[K');
  }

  /** What came: `1204 rows, 1.2 MB`. */
  told(): string {
    return this.format === 'parquet' ? megabytes(this.#bytes) : `${this.#rows()} rows, ${megabytes(this.#bytes)}`;
  }

  /** Of a Parquet file nobody can tell the rows before its end. */
  #text(): string {
    const size = megabytes(this.#bytes);
    const about = this.rowsAbout === undefined ? '' : ` of about ${this.rowsAbout}`;
    if (this.format !== 'parquet') return `${this.#rows()}${about} rows so far, ${size}`;
    return `${size} so far${about && `, of a file${about} rows`}`;
  }

  #rows(): number {
    return this.format === 'csv' ? Math.max(0, this.#lines - 1) : this.#lines;
  }
}

function linesIn(chunk: Uint8Array): number {
  let lines = 0;
  for (let at = chunk.indexOf(newLine); at !== -1; at = chunk.indexOf(newLine, at + 1)) lines += 1;
  return lines;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
