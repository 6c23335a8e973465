import { open, rename, stat, type FileHandle } from 'node:fs/promises';
import { extname } from 'node:path';
import type { FileEntry } from '../message-reader.js';
import { codeOf } from '../system-error.js';

/**
 * Beside a file, what was refused of it: `<file>.refused.<ending>` can be corrected and fed; `<file>.report.txt` says of
 * each entry the line, the reason and the place.
 */

export interface Lengths {
  readonly refusedBytes: number;
  readonly reportBytes: number;
}

export function refusedPath(path: string): string {
  return `${path}.refused${extname(path)}`;
}

export function reportPath(path: string): string {
  return `${path}.report.txt`;
}

const newline = Buffer.from('\n');

export function reportLine({ line, reason, detail }: Pick<RefusedEntry, 'line' | 'reason' | 'detail'>): string {
  return `line ${line}\t${reason}\t${detail}`;
}

export class RefusedFile {
  #refused: FileHandle | undefined;
  #report: FileHandle | undefined;
  #lengths: Lengths;

  /** Goes on behind what both files held when the feeding was last saved. */
  constructor(
    private readonly path: string,
    { refusedBytes, reportBytes }: Lengths,
  ) {
    this.#lengths = { refusedBytes, reportBytes };
  }

  get lengths(): Lengths {
    return this.#lengths;
  }

  /** Written before the feeding is saved that counts these entries. */
  async add(entries: readonly RefusedEntry[], heading: Buffer | undefined): Promise<void> {
    if (entries.length === 0) return;
    const rows = entries.flatMap(({ bytes }) => (bytes === undefined ? [] : [bytes, newline]));
    if (rows.length > 0) {
      this.#refused ??= await this.#open(refusedPath(this.path), 'refusedBytes');
      const inFront = this.#lengths.refusedBytes === 0 && heading !== undefined ? [heading, newline] : [];
      const refusedBytes = await append(this.#refused, this.#lengths.refusedBytes, [...inFront, ...rows]);
      this.#lengths = { ...this.#lengths, refusedBytes };
    }
    await this.tell(entries.map(reportLine));
  }

  /** Lines of the report alone. */
  async tell(lines: readonly string[]): Promise<void> {
    this.#report ??= await this.#open(reportPath(this.path), 'reportBytes');
    const text = lines.map((line) => Buffer.from(`${line}\n`));
    this.#lengths = { ...this.#lengths, reportBytes: await append(this.#report, this.#lengths.reportBytes, text) };
  }

  async close(): Promise<void> {
    await this.#refused?.close();
    await this.#report?.close();
  }

  /**
   * What was written behind the last save is written again; a file that somebody took away begins anew. One that an
   * earlier feeding left may have been corrected meanwhile, and is kept.
   */
  async #open(path: string, which: keyof Lengths): Promise<FileHandle> {
    if (which === 'refusedBytes' && this.#lengths.refusedBytes === 0) await setAside(path);
    const handle = await open(path, 'a');
    const { size } = await handle.stat();
    const length = this.#lengths[which] <= size ? this.#lengths[which] : 0;
    await handle.truncate(length);
    this.#lengths = { ...this.#lengths, [which]: length };
    return handle;
  }
}

export interface RefusedEntry extends Pick<FileEntry, 'line' | 'bytes'> {
  readonly reason: string;
  readonly detail: string;
}

async function setAside(path: string): Promise<void> {
  try {
    const { size, mtimeMs } = await stat(path);
    if (size > 0) await rename(path, `${path}.${Math.round(mtimeMs)}.old`);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

async function append(handle: FileHandle, length: number, parts: readonly Buffer[]): Promise<number> {
  const bytes = Buffer.concat(parts);
  await handle.appendFile(bytes);
  return length + bytes.length;
}
