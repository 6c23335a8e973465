import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refusedPath, reportPath } from '../feeding/refused-file.js';
import { codeOf } from '../system-error.js';
import { orUndefined } from './missing-file.js';

/**
 * Several instances may watch one folder, also over a network: who renames a file into a folder of its own in `working`
 * has it, and the file system lets only one succeed. Each instance writes a sign of life there. What belongs to one that
 * shows none any more is claimed anew. Were it alive after all, nothing would be taken twice.
 */

const working = 'working';
const signOfLife = '.alive';

export interface Claim {
  /** Where the file lies while it is worked on. */
  readonly path: string;
  /** What it was called by who put it there. */
  readonly name: string;
}

export class Workplace {
  readonly #token = randomBytes(6).toString('hex');
  #claims = 0;

  constructor(private readonly watched: string) {}

  get #own(): string {
    return join(this.watched, working, this.#token);
  }

  /** Says that this instance lives. */
  async live(): Promise<void> {
    await mkdir(this.#own, { recursive: true });
    await writeFile(join(this.#own, signOfLife), '');
  }

  /** Takes a file of the watched folder for ourselves; undefined where another instance was quicker. */
  claim(name: string): Promise<Claim | undefined> {
    return this.#take(join(this.watched, name), name);
  }

  /** Takes what instances left that ended, or have shown no sign of life for so long by the clock of the file system. */
  async claimAbandoned(afterMs: number): Promise<Claim[]> {
    const own = (await this.#livedAt(this.#token)) ?? 0;
    const claims: Claim[] = [];
    for (const entry of await readdir(join(this.watched, working), { withFileTypes: true })) {
      const token = entry.name;
      if (token === this.#token || !entry.isDirectory()) continue;
      const theirs = await this.#livedAt(token);
      if (theirs !== undefined && own - theirs < afterMs) continue;
      claims.push(...(await this.#takeAll(join(this.watched, working, token))));
    }
    return claims;
  }

  /** The last sign: what is still here is anybody's. */
  async leave(): Promise<void> {
    await rm(join(this.#own, signOfLife), { force: true });
    await removeEmpty(this.#own);
  }

  /** With each file what was written beside it. */
  async #takeAll(folder: string): Promise<Claim[]> {
    const found = (await orUndefined(readdir(folder))) ?? [];
    // One that has just come has no sign of life yet, and nothing else.
    if (found.length === 0) return [];
    const names = found.filter((name) => name !== signOfLife);
    const written = new Set(names.flatMap((name) => [refusedPath(name), reportPath(name)]));
    const claims: Claim[] = [];
    for (const held of names.filter((name) => !written.has(name))) {
      const claim = await this.#take(join(folder, held), held.replace(/^\d+~/, ''));
      if (claim === undefined) continue;
      for (const beside of [refusedPath, reportPath]) {
        await orUndefined(rename(beside(join(folder, held)), beside(claim.path)));
      }
      claims.push(claim);
    }
    // Never with what is in it: what has come meanwhile, or is kept by a file system that is slow to tell, stays.
    await rm(join(folder, signOfLife), { force: true });
    await removeEmpty(folder);
    return claims;
  }

  async #take(from: string, name: string): Promise<Claim | undefined> {
    // Numbered, so that what is written beside one file is never another file that was put into the folder.
    const path = join(this.#own, `${(this.#claims += 1)}~${name}`);
    return (await orUndefined(rename(from, path).then(() => true))) === undefined ? undefined : { path, name };
  }

  async #livedAt(token: string): Promise<number | undefined> {
    return (await orUndefined(stat(join(this.watched, working, token, signOfLife))))?.mtimeMs;
  }
}

/** A folder that holds something stays. */
async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '')) throw error;
  }
}
