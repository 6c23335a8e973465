import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { orUndefined } from './missing-file.js';

/** Files of a folder that nobody is writing any more: neither size nor time has changed for so long. */

interface Seen {
  readonly size: number;
  readonly mtimeMs: number;
  /** Since when it is so, by our clock. */
  readonly since: number;
}

/** What programs call files that they have not finished. */
const unfinished = /^[.~]|~$|\.(?:tmp|temp|part|partial|filepart|crdownload|swp)$/i;

export class SettledFiles {
  #seen = new Map<string, Seen>();

  constructor(
    private readonly folder: string,
    private readonly settleMs: number,
  ) {}

  /** The names of files that have settled, oldest first. Links, folders and hidden files are none. */
  async look(now: number): Promise<string[]> {
    const present = new Map<string, Seen>();
    for (const name of await readdir(this.folder)) {
      const status = unfinished.test(name) ? undefined : await orUndefined(lstat(join(this.folder, name)));
      if (status?.isFile() !== true) continue;
      const { size, mtimeMs } = status;
      const before = this.#seen.get(name);
      const isSame = before?.size === size && before.mtimeMs === mtimeMs;
      present.set(name, { size, mtimeMs, since: isSame ? before.since : now });
    }
    this.#seen = present;
    return [...present]
      .filter(([, { since }]) => now - since >= this.settleMs)
      .toSorted(([, a], [, b]) => a.mtimeMs - b.mtimeMs)
      .map(([name]) => name);
  }
}
