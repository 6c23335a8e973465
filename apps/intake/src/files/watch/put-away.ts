import { mkdir, rename, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { refusedPath, reportPath } from '../feeding/refused-file.js';
import { orUndefined } from './missing-file.js';
import type { Claim } from './workplace.js';

/** Moves a file where it belongs, with what was written beside it. Files of the same name get a number. */
export async function putAway({ path, name }: Claim, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const target = join(folder, await freeName(folder, name));
  for (const beside of [refusedPath, reportPath]) await orUndefined(rename(beside(path), beside(target)));
  await rename(path, target);
}

/** `scores.csv`, `scores.2.csv` … */
async function freeName(folder: string, name: string): Promise<string> {
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${stem}.${number}${ending}`;
    if (await isFree(join(folder, candidate))) return candidate;
  }
}

/** Somebody may be correcting what an earlier file of this name left. */
async function isFree(path: string): Promise<boolean> {
  const taken = await Promise.all([path, refusedPath(path), reportPath(path)].map((each) => orUndefined(stat(each))));
  return taken.every((status) => status === undefined);
}
